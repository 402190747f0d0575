#include "kiosk/app/one_of.h"

#include "kiosk/app/action.h"
#include "kiosk/app/effect.h"

namespace keqian::kiosk {

template <typename Variant>
OneOf<Variant>::OneOf(const OneOf&) = default;
template <typename Variant>
OneOf<Variant>::OneOf(OneOf&&) noexcept = default;
template <typename Variant>
OneOf<Variant>& OneOf<Variant>::operator=(const OneOf&) = default;
template <typename Variant>
OneOf<Variant>& OneOf<Variant>::operator=(OneOf&&) noexcept = default;
template <typename Variant>
OneOf<Variant>::~OneOf() = default;
template <typename Variant>
bool OneOf<Variant>::operator==(const OneOf& other) const {
  return static_cast<const Variant&>(*this) == static_cast<const Variant&>(other);
}

template class OneOf<StaffTouchKinds>;
template class OneOf<StaffNewsKinds>;
template class OneOf<TouchKinds>;
template class OneOf<NewsKinds>;
template class OneOf<EffectKinds>;

}  // namespace keqian::kiosk
