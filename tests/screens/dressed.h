// The ways in which every screen can be worn.
#pragma once

#include <array>

#include "kiosk/app/model.h"

namespace keqian::kiosk {

struct NamedDress {
  const char* name;
  Comfort comfort;
};
inline constexpr std::array kDresses = {
    NamedDress{"normal", {}},
    NamedDress{"contrast", {TextSize::kNormal, Contrast::kHigh, Hand::kRight}},
    NamedDress{"large", {TextSize::kLarge, Contrast::kNormal, Hand::kRight}},
    NamedDress{"left", {TextSize::kNormal, Contrast::kNormal, Hand::kLeft}},
    NamedDress{"large-contrast-left", {TextSize::kLarge, Contrast::kHigh, Hand::kLeft}}};

inline Model dressed(Model model, const NamedDress& dress) {
  model.comfort = dress.comfort;
  return model;
}

}  // namespace keqian::kiosk
