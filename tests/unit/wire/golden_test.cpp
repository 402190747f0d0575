// Every example of PROTOCOL.md is read, compared and written again.
#include <gtest/gtest.h>

#include <filesystem>

#include "server-sync/wire/messages.h"
#include "tests/unit/wire/examples.h"

namespace keqian::wire {
namespace {

// Reads the example and expects that writing it again says the same, in the same order.
template <typename Decode>
void expect_golden(const std::string& name, Decode decode) {
  const auto message = decode(example_text(name));
  ASSERT_TRUE(message) << name << ": " << message.error().text();
  EXPECT_EQ(encode(*message), example_json(name).dump()) << name;
}

TEST(Golden, EveryMessageIsReadAndWrittenAgain) {
  expect_golden("enrolment_request.json", decode_enrolment_request);
  expect_golden("enrolment_answer.json", decode_enrolment_answer);
  expect_golden("upload.json", decode_upload);
  expect_golden("upload_sign_of_life.json", decode_upload);
  expect_golden("upload_new_life.json", decode_upload);
  expect_golden("upload_closing.json", decode_upload);
  expect_golden("upload_answer.json", decode_upload_answer);
  expect_golden("upload_answer_rewind.json", decode_upload_answer);
  expect_golden("upload_answer_closing.json", decode_upload_answer);
  expect_golden("configuration.json", decode_configuration);
  expect_golden("error_bad_message.json", decode_error_answer);
  expect_golden("error_too_many_requests.json", decode_error_answer);
  expect_golden("error_history_differs.json", decode_error_answer);
}

TEST(Golden, NoExampleIsWithoutATest) {
  const std::filesystem::directory_iterator folder(KEQIAN_SOURCE_DIR "/server-sync/wire/examples");
  EXPECT_EQ(std::distance(begin(folder), end(folder)), 17)
      << "a new example wants its line in this file";
}

TEST(Golden, UploadMeansWhatItSays) {
  const auto upload = decode_upload(example_text("upload.json"));
  ASSERT_TRUE(upload);
  EXPECT_EQ(upload->kiosk.value, "k-7f3a");
  EXPECT_EQ(upload->ledger_sequence, 1843);
  EXPECT_EQ(upload->sessions[0].title, "“活字印刷”科普教育活动");
  const Tally expected{{"daily.jincheng-museum.2026-05-25.1"},
                       *BusinessDate::parse("2026-05-25"),
                       9,
                       Category::kPublic,
                       Method::kCamera,
                       57,
                       41,
                       9119};
  EXPECT_EQ(upload->tallies[0], expected);
  EXPECT_EQ(upload->staff_head_counts[0].role, Category::kVolunteer);
  EXPECT_EQ(upload->device.clock_offset_ms, -120);
  EXPECT_EQ(item_count(*upload), 4U);
}

TEST(Golden, ConfigurationMeansWhatItSays) {
  const auto configuration = decode_configuration(example_text("configuration.json"));
  ASSERT_TRUE(configuration);
  const ConfiguredCampaign& campaign = configuration->campaigns.at(0);
  EXPECT_EQ(campaign.pass_keys.at(1).campaign_number, 7);
  EXPECT_EQ(campaign.pass_keys.at(1).id, 2);
  EXPECT_EQ(campaign.pass_keys.at(1).secret[0], 0x60);
  EXPECT_EQ(campaign.revoked_passes.at(0), 0x0123456789abU);
  EXPECT_EQ(configuration->sessions.at(0).starts_minute, 540);
}

KeyPair example_keys(const Json& json, std::string_view key) {
  return key_pair_from_seed(*to_array<32>(unhex(*json.find(key)->as_string())));
}

TEST(Golden, SignaturesAreThoseOfTheWorkedExchange) {
  const Json json = example_json("signatures.json");
  const KeyPair kiosk = example_keys(json, "kiosk_seed");
  const KeyPair bureau = example_keys(json, "bureau_seed");
  EXPECT_EQ(base64(view(kiosk.public_key.bytes)), *json.find("kiosk_public_key")->as_string());
  EXPECT_EQ(base64(view(bureau.public_key.bytes)), *json.find("bureau_public_key")->as_string());

  const auto text = [](const Json& object, std::string_view key) {
    return *object.find(key)->as_string();
  };
  const auto expect_signed = [&](const Json& example, const KeyPair& keys,
                                 const std::string& input) {
    EXPECT_EQ(hex(view(sha256(input))), text(example, "signing_input_sha256"));
    EXPECT_EQ(encode_signature(sign(keys, input)), text(example, "signature"));
    EXPECT_TRUE(verify(keys.public_key, input, *parse_signature(text(example, "signature"))));
  };

  const Json& request = *json.find("request");
  EXPECT_EQ(text(request, "body"), example_json("upload.json").dump());
  expect_signed(
      request, kiosk,
      signing_input(SignedRequest{text(request, "method"), text(request, "path"),
                                  text(request, "kiosk"), *request.find("time_utc_ms")->as_int(),
                                  text(request, "nonce"), text(request, "body")}));
  for (const Json& answer : *json.find("answers")->as_array()) {
    expect_signed(answer, bureau,
                  signing_input(SignedAnswer{static_cast<int>(*answer.find("status")->as_int()),
                                             text(answer, "path"), text(answer, "kiosk"),
                                             text(answer, "nonce"), text(answer, "etag"),
                                             text(answer, "body")}));
  }
}

}  // namespace
}  // namespace keqian::wire
