// The visitors' screens in larger texts: a dark head with what happened, blocks that flow and
// scroll below or beside it, and the ways on at the bottom, within reach. Private to kiosk/screens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/screens/page.h"

namespace keqian::kiosk {

struct VisitorPage {
  const Mood& mood;
  Icon icon = Icon::kCheck;
  std::string title;
  std::string subject = {};   // bold below the title; empty: none
  std::string advice = {};    // goes into the list where the head has no room for it
  bool advice_needed = true;  // else it is left out there
  std::string_view list;      // the id of the list
  Blocks blocks = {};
  float list_least = 0;  // design units that the list keeps, as far as title and subject let it
};
// `primary` and `secondary` as on any page; both may be missing.
void draw_visitor_page(const Scene& scene, VisitorPage page,
                       const std::optional<PageButton>& primary,
                       const std::optional<PageButton>& secondary);

// The ways on, the secondary at the left: beside each other where their words fit two lines, else
// one above the other. Icons give way to words.
float ways_height(const Scene& scene, float width, const std::optional<PageButton>& primary,
                  const std::optional<PageButton>& secondary);
void draw_ways(const Scene& scene, Rect place, const std::optional<PageButton>& primary,
               const std::optional<PageButton>& secondary);

}  // namespace keqian::kiosk
