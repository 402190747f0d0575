#include "kiosk/paper/paper.h"

#include <cairo-pdf.h>
#include <cairo.h>

#include <cmath>

#include "kiosk/ui/text_layout.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr const char* kFamily = "Noto Sans CJK SC";
constexpr float kPointsPerInch = 72;

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

class CairoPaper final : public Paper {
 public:
  explicit CairoPaper(Kind kind) : kind_(kind) {
    if (kind == Kind::kPdf) {
      surface_ = cairo_pdf_surface_create_for_stream(append, &bytes_, double{kPaperWidth},
                                                     double{kPaperHeight});
    } else {
      const float scale = static_cast<float>(kPaperDotsPerInch) / kPointsPerInch;
      surface_ = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                            static_cast<int>(std::lround(kPaperWidth * scale)),
                                            static_cast<int>(std::lround(kPaperHeight * scale)));
      cairo_surface_set_device_scale(surface_, double{scale}, double{scale});
    }
    context_ = cairo_create(surface_);
    // Widths must be the same on the screen of a reader and on paper.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(context_, options);
    cairo_font_options_destroy(options);
    // Over the edges: the last pixels of a picture are no whole ones.
    fill({0, 0, kPaperWidth + 1, kPaperHeight + 1}, rgb(0xFFFFFF));
  }
  ~CairoPaper() override {
    cairo_destroy(context_);
    cairo_surface_destroy(surface_);
  }
  CairoPaper(const CairoPaper&) = delete;
  CairoPaper& operator=(const CairoPaper&) = delete;

  float width_of(std::string_view text, const PaperText& style) override {
    choose(style);
    return advance(std::string(text));
  }

  void text(Rect box, std::string_view text, const PaperText& style) override {
    choose(style);
    std::string words(text);
    if (advance(words) > box.width) {
      words = shorten(text, box.width, [this](char32_t c) {
        std::string letter;
        append_utf8(letter, c);
        return advance(letter);
      });
    }
    const float slack = box.width - advance(words);
    float left = box.left;
    if (style.align == PaperAlign::kRight) left += slack;
    if (style.align == PaperAlign::kCentre) left += slack / 2;
    // Chinese characters reach from 0.88 above the line to 0.12 below it.
    const float baseline = box.centre().y + style.em * (0.88F - 0.5F);
    paint(style.colour);
    cairo_move_to(context_, double{left}, double{baseline});
    cairo_show_text(context_, words.c_str());
  }

  void fill(Rect rect, Colour colour) override {
    paint(colour);
    cairo_rectangle(context_, double{rect.left}, double{rect.top}, double{rect.width},
                    double{rect.height});
    cairo_fill(context_);
  }

  void line(Point from, Point to, float thickness, Colour colour) override {
    paint(colour);
    cairo_set_line_width(context_, double{thickness});
    cairo_move_to(context_, double{from.x}, double{from.y});
    cairo_line_to(context_, double{to.x}, double{to.y});
    cairo_stroke(context_);
  }

  Result<std::string> finish() override {
    if (kind_ == Kind::kPng) {
      cairo_surface_flush(surface_);
      cairo_surface_write_to_png_stream(surface_, append, &bytes_);
    }
    const auto drawn = cairo_status(context_);
    cairo_surface_finish(surface_);
    const auto written = cairo_surface_status(surface_);
    const auto status = drawn == CAIRO_STATUS_SUCCESS ? written : drawn;
    if (status == CAIRO_STATUS_SUCCESS && !bytes_.empty()) return std::move(bytes_);
    return Error{ErrorKind::kInternal,
                 std::string("the sheet cannot be drawn: ") + cairo_status_to_string(status),
                 "install fonts-noto-cjk"};
  }

 private:
  void choose(const PaperText& style) {
    cairo_select_font_face(context_, kFamily, CAIRO_FONT_SLANT_NORMAL,
                           style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(context_, double{style.em});
  }
  float advance(const std::string& text) {
    cairo_text_extents_t extents;
    cairo_text_extents(context_, text.c_str(), &extents);
    return static_cast<float>(extents.x_advance);
  }
  void paint(Colour colour) {
    cairo_set_source_rgb(context_, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
  }

  Kind kind_;
  std::string bytes_;
  cairo_surface_t* surface_ = nullptr;
  cairo_t* context_ = nullptr;
};

}  // namespace

std::unique_ptr<Paper> Paper::make(Kind kind) {
  return std::make_unique<CairoPaper>(kind);
}

}  // namespace keqian::kiosk
