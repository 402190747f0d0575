// One of many kinds of things: a variant whose copying, ending and comparing are compiled once, in
// one_of.cpp, for the variants that are named there. As an alias every file that moves one would
// pay seconds for them.
#pragma once

#include <variant>

namespace keqian::kiosk {

template <typename Variant>
class OneOf : public Variant {
 public:
  using Variant::Variant;
  OneOf(const OneOf&);
  OneOf(OneOf&&) noexcept;
  OneOf& operator=(const OneOf&);
  OneOf& operator=(OneOf&&) noexcept;
  ~OneOf();
  bool operator==(const OneOf&) const;
};

}  // namespace keqian::kiosk
