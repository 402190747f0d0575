// Where the modules of a QR symbol lie in a picture: a plane seen in perspective, a little bent.
// Found from three finder patterns and fitted to the patterns that every symbol has.
// Pure; any thread.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "server-sync/qr/finder_patterns.h"
#include "server-sync/qr/symbol_layout.h"

namespace keqian::qr {

// Module coordinates count modules from the symbol's top left corner: the first module's centre is
// (0.5, 0.5).
class SymbolGrid {
 public:
  // Places, in pixels, of the three finder patterns' centres, and the depths of the latter two
  // relative to the first. A depth of 1.1 is a tenth farther away.
  struct Shape {
    PlacedPoint top_left;
    PlacedPoint top_right;
    PlacedPoint bottom_left;
    double depth_right = 1;
    double depth_down = 1;
    // How far the middle of a row and of a column is off its straight line.
    PlacedPoint row_bend;
    PlacedPoint column_bend;
  };

  SymbolGrid(int side, const Shape& shape);

  int side() const { return side_; }
  const Shape& shape() const { return shape_; }
  PlacedPoint at(double x, double y) const;
  double module_pixels() const;

  // Shifts places beside the shape: at crossings of the lines `at` (ascending, both ways) by
  // `shifts`, row by row, and evenly in between.
  void shift(std::vector<double> at, std::vector<PlacedPoint> shifts);

  // Changes the depths so that a module lies at a place; false when no perspective does that.
  bool pin(double x, double y, PlacedPoint place);

 private:
  PlacedPoint shift_at(double x, double y) const;

  void prepare();

  int side_;
  Shape shape_;
  // The plane's part of it: (row · (1, x, y)) / (depth · (1, x, y)).
  std::array<double, 3> across_{};
  std::array<double, 3> down_{};
  std::array<double, 3> depth_{};
  std::vector<double> lines_;
  std::vector<PlacedPoint> shifts_;
};

// The brightness at a place between pixels, that of the nearest pixel outside the picture.
float tone_at(const GrayImage& picture, PlacedPoint place);

struct FittedGrid {
  SymbolGrid grid;
  SymbolLayout layout;
  bool inverted = false;
  double likeness = 0;  // of the known patterns, 0–1
};

// How like finder patterns the places of a triple are with its corner's directions, −1 to 1, the
// least like of those that were seen. Costs microseconds, where finding a grid costs milliseconds.
double finder_likeness(const GrayImage& picture, const FinderTriple& triple);

// Chooses the version whose timing patterns fit best and pins the fourth corner. Nothing where the
// patterns are less like those of a symbol than `likeness_min`. Best at 3–6 pixels a module.
std::optional<FittedGrid> find_grid(const GrayImage& picture, const FinderTriple& triple,
                                    double likeness_min);

// Moves the grid until the known patterns fit best: as a plane, or bent as well, and for the large
// versions, which have many alignment patterns, around each of these.
void fit_plane(const GrayImage& picture, FittedGrid& fitted);
void fit_bent(const GrayImage& picture, FittedGrid& fitted);

}  // namespace keqian::qr
