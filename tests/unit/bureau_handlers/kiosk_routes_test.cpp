#include "server-sync/bureau/handlers/kiosk_routes.h"

#include "tests/unit/bureau_handlers/kiosk_stage.h"

namespace keqian::bureau {
namespace {

class KioskPaths : public KioskStage {
 protected:
  Response ask_for(const std::string& method, const std::string& path, const StageKiosk& kiosk) {
    const auto request = signed_request(method, path, kiosk.id.value, kiosk.keys, "");
    auto response = ask(request);
    EXPECT_TRUE(is_signed(request, response)) << method << " " << path;
    return response;
  }
};

TEST_F(KioskPaths, UnknownOnesAreNotFound) {
  const auto kiosk = enrol();
  for (const auto* path :
       {"/v1/", "/v1/nothing", "/v1/kiosks", "/v1/kiosks//tallies", "/v1/kiosks/k-1/tallies/2"}) {
    EXPECT_EQ(outcome(ask_for("GET", path, kiosk)), "404 not_found") << path;
    EXPECT_EQ(outcome(ask_for("PUT", path, kiosk)), "404 not_found") << path;
  }
}

TEST_F(KioskPaths, OutsideTheProtocolAreNotFoundEither) {
  Request request;
  request.method = "GET";
  request.target = request.path = "/nothing";
  EXPECT_EQ(outcome(ask(request)), "404 not_found");
}

TEST_F(KioskPaths, OfAnotherVersionAskForAnotherProgram) {
  const auto kiosk = enrol();
  for (const auto* path : {"/v2/enrolments", "/v0/enrolments", "/v10/kiosks/k-1/tallies"}) {
    for (const auto* method : {"GET", "POST", "PUT", "DELETE"}) {
      EXPECT_EQ(outcome(ask_for(method, path, kiosk)), "426 unsupported_version") << path;
    }
  }
}

TEST_F(KioskPaths, AnswerOnlyTheirMethod) {
  const auto kiosk = enrol();
  const auto path = "/v1/kiosks/" + kiosk.id.value;
  EXPECT_EQ(outcome(ask_for("GET", path + "/tallies", kiosk)), "405 method_not_allowed");
  EXPECT_EQ(outcome(ask_for("POST", path + "/tallies", kiosk)), "405 method_not_allowed");
  EXPECT_EQ(outcome(ask_for("PUT", path + "/configuration", kiosk)), "405 method_not_allowed");
  EXPECT_EQ(outcome(ask_for("GET", "/v1/enrolments", kiosk)), "405 method_not_allowed");
}

TEST_F(KioskPaths, AnotherVersionsUploadMayBeAsLargeAsOurs) {
  EXPECT_EQ(router_.match("PUT", "/v2/kiosks/k-1/tallies").body_bytes_max, wire::kUploadBytesMax);
  EXPECT_EQ(router_.match("PUT", "/v1/kiosks/k-1/tallies").body_bytes_max, wire::kUploadBytesMax);
  EXPECT_EQ(router_.match("POST", "/v1/enrolments").body_bytes_max, 4096u);
}

// ---- Who asks ----

class KioskHeaders : public KioskStage {
 protected:
  StageKiosk kiosk_ = enrol();
  Request request_ = upload(kiosk_, one_tally(kiosk_.id, 57));
};

TEST_F(KioskHeaders, OfTheWrongFormAreABadMessageThatNamesThem) {
  const struct {
    const char *name, *value, *fault;
  } cases[] = {
      {"keqian-kiosk", "", "Keqian-Kiosk"},
      {"keqian-kiosk", "K-1", "Keqian-Kiosk"},
      {"keqian-time", "", "Keqian-Time"},
      {"keqian-time", "12a", "Keqian-Time"},
      {"keqian-time", "0017", "Keqian-Time"},
      {"keqian-time", "99999999999999999999", "Keqian-Time"},
      {"keqian-nonce", "", "Keqian-Nonce"},
      {"keqian-nonce", "A3F1C2D4E5B60718293A4B5C6D7E8F90", "Keqian-Nonce"},
      {"keqian-nonce", "a3f1c2d4e5b60718293a4b5c6d7e8f9", "Keqian-Nonce"},
      {"keqian-signature", "", "Keqian-Signature"},
      {"keqian-signature", "rsa:AAAA", "Keqian-Signature"},
      {"keqian-signature", "ed25519:AAAA", "Keqian-Signature"},
      {"keqian-signature", "ed25519:?", "Keqian-Signature"},
  };
  for (const auto& wrong : cases) {
    auto request = request_;
    set_header(request, wrong.name, wrong.value);
    const auto response = ask(request);
    EXPECT_EQ(outcome(response), "400 bad_message") << wrong.value;
    EXPECT_TRUE(error_of(response).message.starts_with(wrong.fault)) << wrong.value;
  }
  EXPECT_EQ(persons(), 0);
}

TEST_F(KioskHeaders, MissingAreABadMessage) {
  for (std::size_t i = 1; i < request_.headers.size(); ++i) {
    auto request = request_;
    request.headers.erase(request.headers.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(outcome(ask(request)), "400 bad_message") << request_.headers[i].first;
  }
}

TEST_F(KioskHeaders, MustNameTheKioskOfThePath) {
  const auto other = enrol();
  for (const auto& header : {other.id.value, std::string("-")}) {
    const auto request = signed_request("PUT", request_.target, header, kiosk_.keys, request_.body);
    const auto response = ask(request);
    EXPECT_EQ(outcome(response), "400 bad_message");
    EXPECT_EQ(error_of(response).message, "Keqian-Kiosk: must be the kiosk of the path");
    EXPECT_TRUE(is_signed(request, response));
  }
}

TEST_F(KioskHeaders, ChangedAfterSigningDoNotFit) {
  const auto changed = [&](std::string_view name, std::string value) {
    auto request = request_;
    set_header(request, name, std::move(value));
    auto response = ask(request);
    EXPECT_TRUE(is_signed(request, response));
    return outcome(response);
  };
  EXPECT_EQ(changed("keqian-nonce", std::string(32, '0')), "401 bad_signature");
  EXPECT_EQ(changed("keqian-time", "1"), "401 bad_signature");
  EXPECT_EQ(changed("keqian-signature", wire::encode_signature(wire::Signature{})),
            "401 bad_signature");
}

TEST_F(KioskHeaders, AreOverMethodTargetAndBody) {
  auto request = request_;
  request.body.back() = ' ';
  EXPECT_EQ(outcome(ask(request)), "401 bad_signature");
  request = request_;
  request.target += "?again=1";
  EXPECT_EQ(outcome(ask(request)), "401 bad_signature");
  request = configuration(kiosk_);
  request.method = "HEAD";
  EXPECT_EQ(outcome(ask(request)), "401 bad_signature");
}

TEST_F(KioskHeaders, SignedByAnotherKioskDoNotFit) {
  const auto other = enrol();
  const auto request =
      signed_request("PUT", request_.target, kiosk_.id.value, other.keys, request_.body);
  EXPECT_EQ(outcome(ask(request)), "401 bad_signature");
  EXPECT_EQ(persons(), 0);
}

TEST_F(KioskHeaders, OfAnyTimeAreTaken) {
  clock_.now = 0;  // signs with a clock before 1970
  EXPECT_EQ(outcome(ask(upload(kiosk_, one_tally(kiosk_.id, 57)))), "200");
}

TEST_F(KioskHeaders, AreCheckedInTheProtocolsOrder) {
  // Each request has all the later faults too.
  const StageKiosk nobody{{"k-nobody"}, wire::make_key_pair(randomness_)};
  auto request = signed_request("PUT", "/v1/kiosks/k-nobody/tallies", "k-nobody", nobody.keys, "{");
  set_header(request, "keqian-signature", wire::encode_signature(wire::Signature{}));
  auto of_wrong_form = request;
  set_header(of_wrong_form, "keqian-time", "noon");
  EXPECT_EQ(outcome(ask(of_wrong_form)), "400 bad_message");
  EXPECT_EQ(outcome(ask(request)), "404 unknown_kiosk");

  revoke(kiosk_.id);
  const auto& target = request_.target;
  request = signed_request("PUT", target, kiosk_.id.value, nobody.keys, "{");
  EXPECT_EQ(outcome(ask(request)), "401 bad_signature");
  request = signed_request("PUT", target, kiosk_.id.value, kiosk_.keys, "{");
  EXPECT_EQ(outcome(ask(request)), "403 revoked_kiosk");
  EXPECT_TRUE(is_signed(request, ask(request)));
}

// ---- Configuration ----

class KioskConfiguration : public KioskStage {
 protected:
  wire::Configuration read(const StageKiosk& kiosk) {
    const auto response = ask(configuration(kiosk));
    EXPECT_EQ(outcome(response), "200");
    const auto decoded = wire::decode_configuration(response.body);
    EXPECT_TRUE(decoded.ok());
    return decoded.ok() ? *decoded : wire::Configuration{};
  }
  StageKiosk kiosk_ = enrol("square");
};

TEST_F(KioskConfiguration, SaysWhatTheKioskNeeds) {
  const auto given = read(kiosk_);
  EXPECT_EQ(given.kiosk, kiosk_.id);
  EXPECT_EQ(given.venue.value, "square");
  EXPECT_EQ(given.venue_kind, VenueKind::kSquare);
  ASSERT_EQ(given.campaigns.size(), 1u);
  EXPECT_EQ(given.campaigns[0].id.value, "city-2026");
  EXPECT_EQ(given.campaigns[0].pass_keys.size(), 1u);
}

TEST_F(KioskConfiguration, IsNotSentAgainToAKioskThatHasIt) {
  const auto first = ask(configuration(kiosk_));
  ASSERT_EQ(first.etag.size(), 34u);
  auto again = configuration(kiosk_);
  again.headers.emplace_back("if-none-match", first.etag);
  const auto response = ask(again);
  EXPECT_EQ(response.status, 304);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(response.etag, first.etag);
  EXPECT_TRUE(is_signed(again, response));

  ASSERT_TRUE(store_->rotate_pass_key({"city-2026"}, 0, kStaff).ok());
  const auto changed = ask(again);
  EXPECT_EQ(changed.status, 200);
  EXPECT_NE(changed.etag, first.etag);
  EXPECT_TRUE(is_signed(again, changed));
}

TEST_F(KioskConfiguration, LeavesACampaignOutWhenItsLastDayEndsAtTheVenue) {
  clock_.now = kWeekBegins.plus_days(7).start_utc_ms() - 1;
  EXPECT_EQ(read(kiosk_).campaigns.size(), 1u);
  clock_.now += 1;
  EXPECT_EQ(read(kiosk_).campaigns.size(), 0u);
}

TEST_F(KioskConfiguration, IsForTheKioskAlone) {
  const auto request = signed_request("GET", "/v1/kiosks/" + kiosk_.id.value + "/configuration",
                                      kiosk_.id.value, enrol().keys, "");
  const auto response = ask(request);
  EXPECT_EQ(outcome(response), "401 bad_signature");
  EXPECT_EQ(response.etag, "");
}

TEST_F(KioskConfiguration, IsRefusedToARevokedOrUnknownKiosk) {
  const StageKiosk nobody{{"k-nobody"}, kiosk_.keys};
  EXPECT_EQ(outcome(ask(configuration(nobody))), "404 unknown_kiosk");
  revoke(kiosk_.id);
  EXPECT_EQ(outcome(ask(configuration(kiosk_))), "403 revoked_kiosk");
}

}  // namespace
}  // namespace keqian::bureau
