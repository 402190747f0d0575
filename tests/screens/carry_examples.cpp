// What a venue without a network carries by hand: the pages of the USB stick and of the phone.
#include <utility>

#include "server-sync/qr/encode.h"
#include "server-sync/wire/part.h"
#include "tests/screens/examples.h"
#include "tests/screens/staff_day.h"

namespace keqian::kiosk {
namespace {

using namespace staff_day;  // NOLINT: what its pages tell

Model with_stick(Model model, std::optional<StickVisit> visit) {
  StationPage page;
  page.tab = StationTab::kConnection;
  page.report = report(model);
  page.stick = StickPage{0, std::move(visit)};
  model.staff = StaffArea{std::move(page), false};
  return model;
}

// As many bytes as the counts of a day or two.
RelayCodes relay_codes() {
  RelayCodes relay{.codes = {}, .rows = 84};
  std::string bytes;
  for (int i = 0; i < 2100; ++i) bytes += static_cast<char>((i * 7919 + i / 3) & 0xFF);
  const auto parts = *wire::cut(bytes, wire::kPartBytesToBureau);
  for (const auto& part : parts) {
    auto symbol = *qr::encode_qr(wire::encode(part, "https://keqian.example.org:8443"));
    relay.codes.push_back({symbol.side_modules, std::move(symbol.modules)});
  }
  return relay;
}

Model with_relay(Model model, RelayPage relay) {
  StationPage page;
  page.tab = StationTab::kConnection;
  page.report = report(model);
  page.relay = std::move(relay);
  model.staff = StaffArea{std::move(page), false};
  return model;
}

}  // namespace

void add_carry_examples(std::vector<Example>& all, const Model& model) {
  const auto add = [&](const char* name, Model example) {
    all.push_back({name, std::move(example)});
  };
  add("stick", with_stick(model, {}));
  add("stick-written",
      with_stick(model, StickVisit{.written = "keqian-k-7f3a8c21d0e4-0123abcd.to-bureau",
                                   .rows = 84,
                                   .pending = 84}));
  add("stick-taken", with_stick(model, StickVisit{.answers_taken = 1, .answers_of_others = 1}));
  add("stick-troubles", with_stick(model, StickVisit{.problem = StickProblem::kFull,
                                                     .answers_taken = 1,
                                                     .answers_damaged = 2,
                                                     .refused_rows = 1,
                                                     .pending = 84}));
  add("stick-none", with_stick(model, StickVisit{.problem = StickProblem::kNoStick}));
  RelayPage relay{.codes = relay_codes(), .shown = 2};
  add("relay", with_relay(model, relay));
  relay.held = true;
  const auto receipt = *wire::cut("a receipt", 4);
  for (const auto& part : receipt) {
    if (part.index < 3) relay.receipt.add(part);
  }
  add("relay-reading", with_relay(model, relay));
  relay.receipt = {};
  relay.taken = RelayReceipt{};
  add("relay-taken", with_relay(model, relay));
  relay.taken = RelayReceipt{.problem = RelayProblem::kOfAnother};
  add("relay-another", with_relay(model, relay));

  Model setup = model;
  setup.setup = Setup::kNotEnrolled;
  setup.place = {};
  setup.wizard = Wizard{};
  setup.wizard->step = SetupStep::kEnrolment;
  setup.wizard->stick = StickPage{};
  add("setup-stick", setup);
  setup.wizard->enrolment = "keqian://enrol";
  add("setup-stick-code", setup);
  setup.wizard->stick->visit = StickVisit{.written = "keqian-new-0123abcd.to-bureau", .pending = 0};
  add("setup-stick-written", setup);
}

}  // namespace keqian::kiosk
