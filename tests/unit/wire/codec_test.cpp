// What decoders refuse, and how they name it.
#include <gtest/gtest.h>

#include "server-sync/wire/messages.h"
#include "tests/unit/wire/examples.h"

namespace keqian::wire {
namespace {

// The example with one place changed: `path` as in "tallies.0.hour"; "" in `value` removes it.
Json changed(Json json, std::string_view path, const std::string& value) {
  const auto dot = path.find('.');
  const std::string_view head = path.substr(0, dot);
  if (const Json::Array* items = json.as_array()) {
    Json::Array copy = *items;
    Json& item = copy.at(static_cast<std::size_t>(head[0] - '0'));
    item = dot == std::string_view::npos ? *Json::parse(value)
                                         : changed(item, path.substr(dot + 1), value);
    return Json(std::move(copy));
  }
  if (dot != std::string_view::npos) {
    json.set(head, changed(*json.find(head), path.substr(dot + 1), value));
  } else if (value.empty()) {
    Json::Object copy = *json.as_object();
    std::erase_if(copy, [&](const Json::Member& member) { return member.first == head; });
    return Json(std::move(copy));
  } else {
    json.set(head, *Json::parse(value));
  }
  return json;
}

struct Fault {
  const char* path;
  const char* value;
  const char* message;
};

template <typename Decode>
void expect_faults(const std::string& example, Decode decode, std::initializer_list<Fault> faults) {
  const Json json = example_json(example);
  for (const auto& [path, value, message] : faults) {
    const auto result = decode(changed(json, path, value).dump());
    ASSERT_FALSE(result) << path << " = " << value;
    EXPECT_TRUE(result.error().message.starts_with(message))
        << path << " = " << value << ": " << result.error().message;
  }
}

TEST(DecodeUpload, NamesTheFirstFault) {
  expect_faults(
      "upload.json", decode_upload,
      {{"kiosk", "", "upload.kiosk: is missing"},
       {"kiosk", "7", "upload.kiosk: must be a text"},
       {"kiosk", "\"../x\"", "upload.kiosk: must be 1 to 64"},
       {"incarnation", "\"0f8e\"", "upload.incarnation: must be 32"},
       {"incarnation", "\"0F8E1C7B52D94A6B8C3D5E7F90A1B2C3\"", "upload.incarnation: must be 32"},
       {"from_revision", "-1", "upload.from_revision: must be an integer"},
       {"to_revision", "9116", "upload.to_revision: must not be below"},
       {"to_revision", "9120", "upload.tallies: holds a revision outside"},
       {"from_revision", "9118", "upload.sessions: holds a revision outside"},
       {"complete", "1", "upload.complete: must be true or false"},
       {"ledger_sequence", "1.5", "upload.ledger_sequence: must be an integer"},
       {"chain_head", "\"xyz\"", "upload.chain_head: must be 64"},
       {"after", "7", "upload.after: must be an object"},
       {"after.sequence", "-1", "upload.after.sequence: must be an integer"},
       {"after.chain_head", "\"xyz\"", "upload.after.chain_head: must be 64"},
       {"sessions", "{}", "upload.sessions: must be a list"},
       {"sessions.0", "7", "upload.sessions[0]: must be an object"},
       {"sessions.0.id", "\"daily\"", "upload.sessions[0].id: must be a session id"},
       {"sessions.0.title", "\"\"", "upload.sessions[0].title: must not be empty"},
       {"sessions.0.audience", "\"all\"", "upload.sessions[0].audience: is not a known word"},
       {"tallies.1.hour", "24", "upload.tallies[1].hour: must be an integer from 0 to 23"},
       {"tallies.1.business_date", "\"2026-02-30\"",
        "upload.tallies[1].business_date: must be a date"},
       {"tallies.1.category", "\"\"", "upload.tallies[1].category: is not a known word"},
       {"tallies.1.method", "null", "upload.tallies[1].method: must be a text"},
       {"tallies.1.persons", "1000000001", "upload.tallies[1].persons: must be an integer"},
       {"tallies.1.check_ins", "-1", "upload.tallies[1].check_ins: must be an integer"},
       {"tallies.1.revision", "0", "upload.tallies[1].revision: must be an integer"},
       {"staff_head_counts.0.role", "\"youth\"",
        "upload.staff_head_counts[0].role: must be a staff role"},
       {"staff_head_counts.0.persons", "-1", "upload.staff_head_counts[0].persons: must be"},
       {"device", "", "upload.device: is missing, must be an object"},
       {"device.camera", "\"fine\"", "upload.device.camera: is not a known word"}});
}

TEST(DecodeUpload, BoundsItsRows) {
  auto upload = *decode_upload(example_text("upload.json"));
  upload.tallies.assign(kUploadItemsMax - 2, upload.tallies[0]);
  EXPECT_TRUE(decode_upload(encode(upload)));
  upload.tallies.push_back(upload.tallies[0]);
  EXPECT_FALSE(decode_upload(encode(upload)));
  EXPECT_FALSE(decode_upload(std::string(kUploadBytesMax + 1, ' ')));
}

TEST(DecodeUpload, IgnoresWhatItDoesNotKnow) {
  const Json json = example_json("upload.json");
  EXPECT_TRUE(decode_upload(changed(json, "a_later_member", "[1,2]").dump()));
  EXPECT_TRUE(decode_upload(changed(json, "tallies.0.a_later_member", "{}").dump()));
}

TEST(DecodeUpload, AcceptsOneThatComparesNoHistories) {
  const auto upload = decode_upload(changed(example_json("upload.json"), "after", "").dump());
  ASSERT_TRUE(upload);
  EXPECT_FALSE(upload->after.has_value());
  EXPECT_EQ(decode_upload(encode(*upload))->after, upload->after);
}

TEST(DecodeUpload, AcceptsAnUnsetClockAndAnEmptyLedger) {
  auto upload = *decode_upload(example_text("upload_sign_of_life.json"));
  upload.device.clock_offset_ms = 1'779'674'580'250;
  upload.ledger_sequence = 0;
  upload.chain_head.clear();
  EXPECT_TRUE(decode_upload(encode(upload)));
}

TEST(DecodeUploadAnswer, NamesTheFirstFault) {
  expect_faults("upload_answer.json", decode_upload_answer,
                {{"acknowledged_revision", "\"9\"", "upload_answer.acknowledged_revision: must"},
                 {"refused.0.kind", "\"thing\"", "upload_answer.refused[0].kind: is not a known"},
                 {"refused.0.reason", "\"\"", "upload_answer.refused[0].reason: must not be"},
                 {"server_utc_ms", "", "upload_answer.server_utc_ms: is missing"}});
}

TEST(DecodeUploadAnswer, AcceptsAReasonOfALaterVersion) {
  const Json json = example_json("upload_answer.json");
  EXPECT_TRUE(decode_upload_answer(changed(json, "refused.0.reason", "\"too_windy\"").dump()));
}

TEST(DecodeConfiguration, NamesTheFirstFault) {
  expect_faults(
      "configuration.json", decode_configuration,
      {{"venue_kind", "\"castle\"", "configuration.venue_kind: is not a known word"},
       {"campaigns.0.number", "65536", "configuration.campaigns[0].number: must be an integer"},
       {"campaigns.0.ends", "\"2026-05-22\"", "configuration.campaigns[0].ends: must not be"},
       {"campaigns.0.pass_keys.0.id", "0", "configuration.campaigns[0].pass_keys[0].id: must"},
       {"campaigns.0.pass_keys.1.secret", "\"YQ==\"",
        "configuration.campaigns[0].pass_keys[1].secret: must be 32 bytes"},
       {"campaigns.0.revoked_passes.0.number", "\"xyz\"",
        "configuration.campaigns[0].revoked_passes[0].number: must be 12"},
       {"activities.0.title", "7", "configuration.activities[0].title: must be a text"},
       {"sessions.0.starts_minute", "1440", "configuration.sessions[0].starts_minute: must be"}});
}

TEST(DecodeEnrolment, NamesTheFirstFault) {
  expect_faults("enrolment_request.json", decode_enrolment_request,
                {{"code", "\"7K3M\"", "enrolment.code: must be a one-time code"},
                 {"public_key", "\"AAAA\"", "enrolment.public_key: must be 32 bytes"}});
  expect_faults("enrolment_answer.json", decode_enrolment_answer,
                {{"kiosk", "\"K\"", "enrolment_answer.kiosk: must be 1 to 64"},
                 {"bureau_key", "null", "enrolment_answer.bureau_key: must be a text"}});
}

TEST(DecodeError, NeedsACodeAndTakesTheRestAsItComes) {
  EXPECT_TRUE(decode_error_answer(R"({"code":"a_later_code","message":""})"));
  EXPECT_FALSE(decode_error_answer(R"({"code":"","message":"x"})"));
  EXPECT_FALSE(decode_error_answer("<html>Sign in to the network</html>"));
}

TEST(Decoders, RefuseEveryTruncation) {
  const auto expect_refused = [](const std::string& example, auto decode) {
    const std::string text = example_json(example).dump();
    for (std::size_t length = 0; length < text.size(); ++length) {
      ASSERT_FALSE(decode(std::string_view(text).substr(0, length))) << example << " " << length;
    }
  };
  expect_refused("upload.json", decode_upload);
  expect_refused("upload_answer.json", decode_upload_answer);
  expect_refused("configuration.json", decode_configuration);
  expect_refused("enrolment_request.json", decode_enrolment_request);
  expect_refused("enrolment_answer.json", decode_enrolment_answer);
  expect_refused("error_bad_message.json", decode_error_answer);
}

TEST(SignatureHeader, IsReadOnlyInItsOneForm) {
  SeededRandomness randomness(9);
  const Signature signature = sign(make_key_pair(randomness), "x");
  const std::string text = encode_signature(signature);
  EXPECT_EQ(parse_signature(text), signature);
  for (const std::string& wrong : {std::string(), text.substr(8), "sm2:" + text.substr(8),
                                   text + "A", text.substr(0, 50), std::string("ed25519:")}) {
    EXPECT_FALSE(parse_signature(wrong)) << wrong;
  }
}

TEST(Nonce, IsFreshAndOfOneForm) {
  SystemRandomness randomness;
  const std::string nonce = make_nonce(randomness);
  EXPECT_TRUE(is_valid_nonce(nonce));
  EXPECT_NE(make_nonce(randomness), nonce);
  EXPECT_FALSE(is_valid_nonce(nonce.substr(1)));
  EXPECT_FALSE(is_valid_nonce(nonce.substr(1) + "G"));
}

}  // namespace
}  // namespace keqian::wire
