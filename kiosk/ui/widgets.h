// The controls and pictures that screens are made of. Controls give what was tapped in this frame;
// they decide nothing. Sizes are design units; labels fit themselves into their control.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/ui/ui.h"

namespace keqian::kiosk {

struct ButtonLabel {
  std::optional<Icon> icon;
  std::string_view text;
  float em = 36;
  std::string_view note = {};  // small, below; left out where it has no room
};

// The largest thing to do on a screen.
bool primary_button(Ui& ui, std::string_view id, Rect rect, const ButtonLabel& label,
                    bool enabled = true);
bool secondary_button(Ui& ui, std::string_view id, Rect rect, const ButtonLabel& label,
                      bool enabled = true);
// What cannot be taken back, in the colour of danger.
bool danger_button(Ui& ui, std::string_view id, Rect rect, const ButtonLabel& label,
                   bool enabled = true);
bool icon_button(Ui& ui, std::string_view id, Rect rect, Icon icon, bool enabled = true);
// One of several to choose from; the chosen one carries a tick as well as the colour.
bool choice_button(Ui& ui, std::string_view id, Rect rect, const ButtonLabel& label, bool chosen);

// A switch of equal parts; gives the part that was tapped. Ids are `id` + "." + index.
std::optional<int> segmented_switch(Ui& ui, std::string_view id, Rect rect,
                                    std::span<const std::string_view> labels, int chosen, float em);

struct StepperLook {
  std::string_view value;
  std::string_view unit;
  float value_em = 64;
  float unit_em = 30;
};
// − value +: gives −1, 0 or +1. Ids are `id` + ".minus" and ".plus".
int stepper(Ui& ui, std::string_view id, Rect rect, const StepperLook& look, bool can_lower,
            bool can_raise);

// 1–9, erase, 0 in four rows; gives the digit, or −1 for erase. Ids: `id` + "." + digit, ".erase".
// The last place is left for the caller, who gets it in `free_place`.
// While it rests its keys are drawn back.
std::optional<int> keypad(Ui& ui, std::string_view id, Rect rect, float em, float gap,
                          Rect& free_place, bool rests = false);

void card(Ui& ui, Rect rect, float radius);

struct ChipLook {
  std::optional<Icon> icon;
  Colour text;
  Colour ground;
  float em = 26;
  Align align = Align::kCentre;  // of the chip in its box
};
// A pill as wide as its words, inside `box`.
Rect chip(Ui& ui, Rect box, std::string_view text, const ChipLook& look);

struct BarChartLook {
  int first_hour = 8;  // shown, inclusive
  int last_hour = 18;
  int current_hour = 12;  // stands out
  float label_em = 24;
  std::array<std::string, 24> labels;  // of the hours; as many as have room are written
};
void hour_chart(Ui& ui, Rect rect, const std::array<std::int64_t, 24>& persons_by_hour,
                const BarChartLook& look);

// A white badge with an icon and a soft halo, on a hero.
void badge(Ui& ui, Point centre, float radius, Icon icon, Colour colour);

// The time left, as a ring that empties, with the whole seconds in its middle.
void countdown_ring(Ui& ui, Point centre, float radius, float fraction, int seconds, Colour colour,
                    Colour track);

// The corner marks and the moving line of the viewfinder, as a square in the middle of `room`.
void viewfinder(Ui& ui, Rect room);

}  // namespace keqian::kiosk
