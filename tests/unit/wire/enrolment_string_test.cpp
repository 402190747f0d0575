#include <gtest/gtest.h>

#include "server-sync/wire/messages.h"
#include "tests/unit/wire/examples.h"

namespace keqian::wire {
namespace {

TEST(BureauUrl, MustBeHttpsOrThisVeryMachine) {
  for (const char* right :
       {"https://bureau.example.org", "https://bureau.example.org:8443/keqian", "https://10.0.0.7",
        "https://[2001:db8::1]:8443", "http://localhost:8080", "http://127.0.0.1:8080",
        "http://127.1.2.3", "http://[::1]:8080/x"}) {
    EXPECT_TRUE(is_acceptable_bureau_url(right)) << right;
  }
  for (const char* wrong : {"",
                            "https://",
                            "http://bureau.example.org",
                            "http://10.0.0.7",
                            "http://127.0.0.1.evil.org",
                            "http://127.0.0.256",
                            "http://127.0.0",
                            "http://localhost.evil.org",
                            "ftp://localhost",
                            "http://localhost@evil.org",
                            "https://user@evil.org",
                            "https://a b",
                            "https://a/?q=1",
                            "https://a/#x",
                            "https://a:0",
                            "https://a:65536",
                            "https://a:",
                            "https://a:8x",
                            "HTTPS://a",
                            "https://a\n",
                            "https://-a",
                            "file:///etc/passwd",
                            "http://[::1",
                            "http://[::2]:80",
                            "https://a/\xE4\xB8\xAD"}) {
    EXPECT_FALSE(is_acceptable_bureau_url(wrong)) << wrong;
  }
}

TEST(EnrolmentText, GoesRound) {
  const std::string text = example_text("enrolment_string.txt");
  const auto enrolment = parse_enrolment_string(text);
  ASSERT_TRUE(enrolment) << enrolment.error().text();
  EXPECT_EQ(enrolment->bureau_url, "https://bureau.example.org:8443/keqian");
  EXPECT_EQ(enrolment->code, "7K3M-Q9TD-2XHB");
  EXPECT_TRUE(enrolment->bureau_key);
  EXPECT_EQ(enrolment->certificate_sha256.size(), 32U);
  EXPECT_EQ(encode_enrolment_string(*enrolment), text);
}

TEST(EnrolmentText, NeedsOnlyAddressAndCode) {
  const auto enrolment = parse_enrolment_string(
      "keqian://enrol?bureau=http://127.0.0.1:80/&code=7k3mq9td2xhb&new=1\n");
  ASSERT_TRUE(enrolment) << enrolment.error().text();
  EXPECT_EQ(enrolment->bureau_url, "http://127.0.0.1:80");
  EXPECT_EQ(enrolment->code, "7K3M-Q9TD-2XHB");
  EXPECT_FALSE(enrolment->bureau_key);
}

TEST(EnrolmentText, NamesWhatIsWrong) {
  const std::string start = "keqian://enrol?bureau=https%3A%2F%2Fa&code=7K3MQ9TD2XHB";
  const auto fault = [](const std::string& text) {
    const auto enrolment = parse_enrolment_string(text);
    return enrolment ? "none" : enrolment.error().message.substr(0, 21);
  };
  EXPECT_EQ(fault(start), "none");
  EXPECT_EQ(fault("https://a"), "this is not an enrolm");
  EXPECT_EQ(fault(start + std::string(2000, 'x')), "this is not an enrolm");
  EXPECT_EQ(fault(start + "&key=abc"), "enrolment.key: must b");
  EXPECT_EQ(fault(start + "&certificate=YQ"), "enrolment.certificate");
  EXPECT_EQ(fault(start + "&code=7K3MQ9TD2XHB"), "enrolment.code: appea");
  EXPECT_EQ(fault(start + "&x=%4"), "enrolment.x: malforme");
  EXPECT_EQ(fault(start + "&x=%g0"), "enrolment.x: malforme");
  EXPECT_EQ(fault(start + "&x"), "enrolment: a value is");
  EXPECT_EQ(fault("keqian://enrol?code=7K3MQ9TD2XHB"), "enrolment.bureau: mus");
  EXPECT_EQ(fault("keqian://enrol?bureau=http%3A%2F%2Fevil.org&code=7K3MQ9TD2XHB"),
            "enrolment.bureau: mus");
}

TEST(EnrolmentText, IsRefusedOrHarmlessWhenCutShortAnywhere) {
  const std::string text = example_text("enrolment_string.txt");
  for (std::size_t length = 0; length < text.size(); ++length) {
    const auto enrolment = parse_enrolment_string(text.substr(0, length));
    // What is still a whole enrolment lost only its optional end.
    if (enrolment) {
      EXPECT_EQ(enrolment->code, "7K3M-Q9TD-2XHB");
    }
  }
}

}  // namespace
}  // namespace keqian::wire
