#include "server-sync/wire/json.h"

#include <gtest/gtest.h>

#include <limits>

namespace keqian {
namespace {

std::string round(std::string_view text) {
  const auto json = Json::parse(text);
  return json ? json->dump() : json.error().message;
}

TEST(Json, GoesRoundInOrder) {
  for (const char* text :
       {"null", "true", "false", "0", "-7", "9223372036854775807", "-9223372036854775808", "1.5",
        "\"\"", "\"晋城\"", "[]", "{}", "[1,[2,{}],\"x\"]", "{\"b\":1,\"a\":{\"c\":[null]}}",
        "\"\\\"\\\\\\n\\r\\t\\u0001\""}) {
    EXPECT_EQ(round(text), text);
  }
}

TEST(Json, KeepsDoublesExactAndApartFromIntegers) {
  EXPECT_EQ(round("0.1"), "0.1");
  EXPECT_EQ(round("2.0"), "2.0");
  EXPECT_EQ(*Json::parse("3.141592653589793")->as_double(), 3.141592653589793);
  EXPECT_EQ(*Json::parse("2.2250738585072014e-308")->as_double(),
            std::numeric_limits<double>::min());
  EXPECT_EQ(Json::parse("1.0")->as_int(), nullptr);
  EXPECT_EQ(Json::parse("18446744073709551615")->as_int(), nullptr);
  EXPECT_NE(Json::parse("18446744073709551615")->as_double(), nullptr);
}

TEST(Json, RefusesMalformedText) {
  for (const std::string& wrong : {std::string(),
                                   std::string("{"),
                                   std::string("[1,]"),
                                   std::string("{\"a\":1,}"),
                                   std::string("nul"),
                                   std::string("1 2"),
                                   std::string("{} x"),
                                   std::string("'a'"),
                                   std::string("01"),
                                   std::string("+1"),
                                   std::string("1e999"),
                                   std::string("NaN"),
                                   std::string("\"\n\""),
                                   std::string("\"\\x\""),
                                   std::string("\"\xFF\""),
                                   std::string("\"\xED\xA0\x80\""),
                                   std::string("\"\\ud800\""),
                                   std::string("/**/1"),
                                   std::string("\xEF\xBB\xBF{}"),
                                   std::string("1\0", 2)}) {
    EXPECT_FALSE(Json::parse(wrong)) << wrong;
  }
}

TEST(Json, RefusesAKeyTwice) {
  EXPECT_NE(round("{\"a\":1,\"a\":2}").find("twice"), std::string::npos);
  EXPECT_NE(round("[{\"x\":{\"a\":1,\"b\":2,\"a\":2}}]").find("twice"), std::string::npos);
  EXPECT_FALSE(Json::parse("{\"a\":1,\"\\u0061\":2}"));
  EXPECT_TRUE(Json::parse("{\"a\":{\"a\":1},\"b\":{\"a\":1}}"));
}

TEST(Json, NestsThirtyTwoLevelsAndNoMore) {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  EXPECT_TRUE(Json::parse(nested(32)));
  EXPECT_FALSE(Json::parse(nested(33)));
  EXPECT_FALSE(Json::parse(nested(1'000'000)));
}

TEST(Json, RefusesEveryTruncation) {
  const std::string text = R"({"a":[1,-2.5e3,"x\u4e2d",true,null],"b":{"c":"晋"}})";
  ASSERT_TRUE(Json::parse(text));
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(Json::parse(text.substr(0, length))) << length;
  }
}

TEST(Json, ManyKeysAreReadInGoodTime) {
  // Quadratic work on the keys of one object would take minutes here.
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += "\"" + std::to_string(i) + "\":0,";
  text.back() = '}';
  EXPECT_EQ(Json::parse(text)->as_object()->size(), 200'000U);
}

TEST(Json, WritesValidUtf8WhateverItHolds) {
  EXPECT_EQ(Json("a\xFF"
                 "b\xE6\x99")
                .dump(),
            "\"a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(Json, IsBuiltUp) {
  Json json;
  json.set("a", 1).set("list", Json::array().push(2)).set("a", 3);
  EXPECT_EQ(json.dump(), R"({"a":3,"list":[2]})");
  EXPECT_EQ(json.find("nothing"), nullptr);
  EXPECT_EQ(Json(1).find("a"), nullptr);
}

TEST(JsonReader, NamesTheFirstFaultOnly) {
  const auto json = *Json::parse(R"({"n":7,"t":"x","list":[1,2,3],"flag":true,"none":null})");
  const auto complaint = [&](auto read) {
    JsonReader reader(json, "thing");
    read(reader);
    return reader.error();
  };
  EXPECT_EQ(complaint([](JsonReader& r) { r.integer("n", 0, 7); }), "");
  EXPECT_EQ(complaint([](JsonReader& r) { r.integer("n", 0, 6); }),
            "thing.n: must be an integer from 0 to 6");
  EXPECT_EQ(complaint([](JsonReader& r) { r.integer("t", 0, 6); }),
            "thing.t: must be an integer from 0 to 6");
  EXPECT_EQ(complaint([](JsonReader& r) { r.text("gone", 9); }),
            "thing.gone: is missing, must be a text");
  EXPECT_EQ(complaint([](JsonReader& r) { r.text("none", 9); }), "thing.none: must be a text");
  EXPECT_EQ(complaint([](JsonReader& r) { r.optional_text("n", 9); }), "thing.n: must be a text");
  EXPECT_EQ(complaint([](JsonReader& r) { r.array("list", 2); }),
            "thing.list: must have at most 2 items");
  EXPECT_EQ(complaint([](JsonReader& r) { r.object("list"); }), "thing.list: must be an object");
  EXPECT_EQ(complaint([](JsonReader& r) { r.boolean("n"); }), "thing.n: must be true or false");
  EXPECT_EQ(complaint([](JsonReader& r) {
              r.boolean("n");
              r.text("gone", 9);
            }),
            "thing.n: must be true or false");
}

TEST(JsonReader, GivesFallbacksForWhatIsMissing) {
  const auto json = *Json::parse(R"({"none":null})");
  JsonReader reader(json, "thing");
  EXPECT_EQ(reader.optional_text("none", 5), "");
  EXPECT_EQ(reader.optional_integer("gone", 0, 9, 4), 4);
  EXPECT_TRUE(reader.ok());
}

TEST(JsonReader, RefusesControlCharacters) {
  for (const char* text : {"\"a\\u0000b\"", "\"\\u001b[2J\"", "\"\\u007f\"", "\"a\\rb\""}) {
    const auto json = Json::object({{"t", *Json::parse(text)}});
    JsonReader reader(json, "thing");
    reader.text("t", 50);
    EXPECT_EQ(reader.error(), "thing.t: must not contain control characters");
  }
}

TEST(JsonReader, ComplainsOfWhatIsNoObject) {
  const Json json(7);
  JsonReader reader(json, "thing");
  EXPECT_EQ(reader.text("t", 5), "");
  EXPECT_EQ(reader.error(), "thing: must be an object");
}

}  // namespace
}  // namespace keqian
