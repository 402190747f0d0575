#include "tests/screens/camera_picture.h"

#include <utility>

#include "tests/support/hall_view.h"

namespace keqian::kiosk {

const Picture& camera_picture() {
  // A text of a pass's length and alphabet; it opens nothing. Drawn once: it takes long.
  static const Picture picture = [] {
    testing::HeldPhone phone;
    phone.code = "KQ1000G40R40M30E209185GR38E1W8124GK2GAHC5RR";
    auto view = testing::Hall().view(phone, 7);
    return Picture{view.width, view.height, std::move(view.rgba)};
  }();
  return picture;
}

}  // namespace keqian::kiosk
