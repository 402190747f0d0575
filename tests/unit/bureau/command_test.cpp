// The real program, run as a person would run it.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "server-sync/base/files.h"
#include "server-sync/base/text.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/json.h"
#include "server-sync/wire/messages.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

struct Outcome {
  int exit_status = -1;
  std::string out;
  std::string error;
};

class BureauCommand : public testing::Test {
 protected:
  void SetUp() override {
    auto pattern = (std::filesystem::temp_directory_path() / "keqian-command-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    data_ = (folder_ / "data").string();
  }
  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  // `arguments` without the program and without --data.
  Outcome run(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), KEQIAN_BUREAU_PROGRAM);
    arguments.insert(arguments.end(), {"--data", data_});
    return run_plain(arguments, input);
  }
  Outcome run_plain(const std::vector<std::string>& arguments, const std::string& input = "") {
    write("stdin", input);
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const auto open = [&](int descriptor, const std::string& name, int flags) {
      posix_spawn_file_actions_addopen(&actions, descriptor, (folder_ / name).c_str(), flags, 0600);
    };
    open(0, "stdin", O_RDONLY);
    open(1, "stdout", O_WRONLY | O_CREAT | O_TRUNC);
    open(2, "stderr", O_WRONLY | O_CREAT | O_TRUNC);
    pid_t child = 0;
    EXPECT_EQ(posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read("stdout"), read("stderr")};
  }
  Json run_json(const std::vector<std::string>& arguments) {
    const auto outcome = run(arguments);
    EXPECT_EQ(outcome.exit_status, 0) << outcome.error;
    auto json = Json::parse(outcome.out);
    EXPECT_TRUE(json.ok()) << outcome.out;
    return json.ok() ? *json : Json();
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  std::string read(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::string campaign_file(const std::string& name) {
    return std::string(KEQIAN_SOURCE_DIR) + "/assets/campaigns/" + name + ".toml";
  }
  void import_jincheng() {
    const auto outcome = run({"campaign", "import", campaign_file("jincheng-2024")});
    ASSERT_EQ(outcome.exit_status, 0) << outcome.error;
  }

  std::filesystem::path folder_;
  std::string data_;
};

std::string text_of(const Json& object, std::string_view key) {
  const auto* member = object.find(key);
  const auto* text = member != nullptr ? member->as_string() : nullptr;
  return text != nullptr ? *text : "(none)";
}

// A failure is one line on standard error that begins with the program's name.
void expect_stated_failure(const Outcome& outcome) {
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.error, StartsWith("keqian-bureau: "));
  EXPECT_EQ(outcome.error.find('\n'), outcome.error.size() - 1) << outcome.error;
}

TEST_F(BureauCommand, ImportsAndListsCampaigns) {
  import_jincheng();
  const auto list = run_json({"campaign", "list", "--json"});
  ASSERT_NE(list.as_array(), nullptr);
  ASSERT_THAT(*list.as_array(), SizeIs(1));
  const auto& campaign = list.as_array()->front();
  EXPECT_EQ(text_of(campaign, "id"), "jincheng-2024");
  EXPECT_EQ(text_of(campaign, "name"), "2024年晋城市科技活动周");
  EXPECT_EQ(text_of(campaign, "starts"), "2024-05-25");
  EXPECT_THAT(run({"campaign", "import", campaign_file("jincheng-2024")}).out,
              StartsWith("unchanged "));
}

TEST_F(BureauCommand, MovesACampaignToAnotherDay) {
  const auto outcome =
      run({"campaign", "import", campaign_file("jincheng-2024"), "--starting", "2026-11-22"});
  EXPECT_EQ(outcome.out, "created jincheng-2024 2026-11-22 2026-11-29\n");
  const auto campaign = run_json({"campaign", "list", "--json"}).as_array()->front();
  EXPECT_EQ(text_of(campaign, "due"), "2026-12-05");
}

TEST_F(BureauCommand, ImportsEveryCampaignThatIsShipped) {
  for (const auto* name : {"jincheng-2024", "qinshui-2025", "taiyuan-2023", "linxian-2024"}) {
    const auto outcome = run({"campaign", "import", campaign_file(name)});
    EXPECT_EQ(outcome.exit_status, 0) << outcome.error;
  }
  EXPECT_THAT(*run_json({"campaign", "list", "--json"}).as_array(), SizeIs(4));
}

TEST_F(BureauCommand, FixesOpenDays) {
  const auto file = campaign_file("qinshui-2025");
  const auto open = run({"campaign", "import", file});
  EXPECT_EQ(open.out, "created qinshui-2025 open\n");
  EXPECT_THAT(open.error, HasSubstr("5月下旬至6月上旬"));
  EXPECT_EQ(
      run({"campaign", "import", file, "--starting", "2025-05-24", "--ending", "2025-05-31"}).out,
      "updated qinshui-2025 2025-05-24 2025-05-31\n");
  expect_stated_failure(
      run({"campaign", "import", file, "--starting", "2025-05-24", "--ending", "2025-05-23"}));
}

TEST_F(BureauCommand, NamesFileKeyAndReasonOfAMalformedCampaign) {
  write("broken.toml", "id = \"broken\"\nname = \"x\"\ntheme = 5\n");
  const auto outcome = run({"campaign", "import", (folder_ / "broken.toml").string()});
  expect_stated_failure(outcome);
  EXPECT_THAT(outcome.error, HasSubstr("broken.toml:3: theme: must be a text"));
  EXPECT_FALSE(std::filesystem::exists(data_)) << "a refused file left a data folder behind";
}

TEST_F(BureauCommand, ListsVenuesWithIdAndName) {
  import_jincheng();
  const auto list = run_json({"venue", "list", "--campaign", "jincheng-2024", "--json"});
  ASSERT_THAT(*list.as_array(), SizeIs(18));
  bool has_museum = false;
  for (const auto& venue : *list.as_array())
    has_museum |=
        text_of(venue, "id") == "jincheng-museum" && text_of(venue, "name") == "晋城博物馆";
  EXPECT_TRUE(has_museum);
  expect_stated_failure(run({"venue", "list", "--campaign", "nothing", "--json"}));
}

TEST_F(BureauCommand, WritesTheConfigurationOfAKioskWithoutABureau) {
  ASSERT_EQ(run({"campaign", "import", campaign_file("jincheng-2024"), "--starting", "2199-01-01"})
                .exit_status,
            0);
  const auto file = (folder_ / "museum.json").string();
  const auto outcome =
      run({"venue", "configuration", "--venue", "jincheng-museum", "--output", file});
  ASSERT_EQ(outcome.exit_status, 0) << outcome.error;
  EXPECT_EQ(outcome.out, "jincheng-museum\t晋城博物馆\n");
  EXPECT_EQ(std::filesystem::status(file).permissions() & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto bytes = read_file(file, wire::kConfigurationBytesMax);
  ASSERT_TRUE(bytes.ok());
  const auto configuration = wire::decode_configuration(*bytes);
  ASSERT_TRUE(configuration.ok()) << configuration.error().text();
  EXPECT_EQ(configuration->kiosk.value, wire::kLocalKiosk);
  EXPECT_EQ(configuration->venue.value, "jincheng-museum");
  ASSERT_THAT(configuration->campaigns, SizeIs(1));
  EXPECT_THAT(configuration->campaigns[0].pass_keys, SizeIs(1));
  expect_stated_failure(run({"venue", "configuration", "--venue", "nowhere", "--output", file}));
}

TEST_F(BureauCommand, MakesAnEnrolmentCode) {
  import_jincheng();
  const auto bare = run({"kiosk", "enrolment-code", "--venue", "jincheng-museum"});
  ASSERT_EQ(bare.exit_status, 0) << bare.error;
  EXPECT_TRUE(wire::normalise_one_time_code(trim(bare.out)).has_value()) << bare.out;
  const auto outcome = run({"kiosk", "enrolment-code", "--venue", "jincheng-museum", "--url",
                            "https://kexie.example.org/"});
  ASSERT_EQ(outcome.exit_status, 0) << outcome.error;
  const auto lines = split(trim(outcome.out), '\n');
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(std::string(lines[1]), StartsWith("keqian://enrol?bureau=https%3A%2F%2Fkexie"));
  expect_stated_failure(run({"kiosk", "enrolment-code", "--venue", "nowhere"}));
  EXPECT_THAT(*run_json({"kiosk", "list", "--json"}).as_array(), IsEmpty());
}

TEST_F(BureauCommand, IssuesPassesAsTextAndPicture) {
  import_jincheng();
  const auto png = (folder_ / "png").string();
  const auto outcome = run({"pass", "issue", "--campaign", "jincheng-2024", "--category", "youth",
                            "--persons", "45", "--count", "3", "--png", png});
  ASSERT_EQ(outcome.exit_status, 0) << outcome.error;
  const auto passes = split(trim(outcome.out), '\n');
  ASSERT_THAT(passes, SizeIs(3));
  for (const auto pass : passes) {
    EXPECT_THAT(pass, SizeIs(43));
    EXPECT_THAT(read("png/" + std::string(pass) + ".png"), StartsWith("\x89PNG"));
  }
}

TEST_F(BureauCommand, PrintsTheTableBeforeAnythingWasCounted) {
  import_jincheng();
  const auto table = run_json({"table", "--campaign", "jincheng-2024", "--format", "json"});
  EXPECT_EQ(text_of(table, "campaign"), "jincheng-2024");
  EXPECT_EQ(text_of(table, "unit"), "jincheng");
  const auto& cells = *table.find("cells")->as_array();
  ASSERT_THAT(cells, SizeIs(19));
  EXPECT_EQ(*cells[12].find("value")->as_int(), 0);
  EXPECT_EQ(text_of(cells[12], "state"), "zero");
  EXPECT_EQ(text_of(cells[12], "label"), "线下活动群众参与数量");
  EXPECT_TRUE(cells[1].find("value")->is_null());
  EXPECT_EQ(text_of(cells[1], "state"), "unfilled");
  const auto csv = run({"table", "--campaign", "jincheng-2024", "--format", "csv"});
  EXPECT_THAT(csv.out, StartsWith("\xEF\xBB\xBFnumber,group,label,"));
  EXPECT_EQ(run({"table", "--campaign", "jincheng-2024", "--unit", "jincheng-gaoping", "--format",
                 "json"})
                .exit_status,
            0);
  expect_stated_failure(
      run({"table", "--campaign", "jincheng-2024", "--unit", "taiyuan", "--format", "json"}));
}

TEST_F(BureauCommand, AddsUsers) {
  expect_stated_failure(run({"user", "add", "--name", "admin"}, "short\n"));
  const auto first = run({"user", "add", "--name", "admin"}, "a long enough one\n");
  EXPECT_EQ(first.exit_status, 0) << first.error;
  EXPECT_THAT(first.error, HasSubstr("as administrator"));
  EXPECT_THAT(first.out, IsEmpty());
  const auto second =
      run({"user", "add", "--name", "clerk", "--role", "reporter", "--generate-password"});
  EXPECT_EQ(second.exit_status, 0) << second.error;
  EXPECT_THAT(std::string(trim(second.out)), SizeIs(19));
  expect_stated_failure(run({"user", "add", "--name", "clerk"}, "a long enough one\n"));
}

TEST_F(BureauCommand, EndsWithTwoOnWrongUsage) {
  import_jincheng();
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"dance"},
      {"campaign"},
      {"campaign", "import"},
      {"campaign", "import", campaign_file("jincheng-2024"), "--starting", "tomorrow"},
      {"pass", "issue", "--campaign", "jincheng-2024", "--category", "dog", "--persons", "1"},
      {"pass", "issue", "--campaign", "jincheng-2024", "--category", "public", "--persons", "501"},
      {"table", "--campaign", "jincheng-2024", "--format", "xml"},
      {"serve", "--listen", "8443"},
      {"serve", "--listen", "127.0.0.1:8443", "--tls-key", "key.pem"},
      {"user", "add", "--name", "clerk", "--role", "king"}};
  for (const auto& arguments : wrong) {
    const auto outcome = run(arguments);
    SCOPED_TRACE(testing::PrintToString(arguments));
    EXPECT_EQ(outcome.exit_status, 2);
    EXPECT_THAT(outcome.error, StartsWith("keqian-bureau: "));
    EXPECT_EQ(outcome.error.find('\n'), outcome.error.size() - 1) << outcome.error;
  }
  EXPECT_EQ(run_plain({KEQIAN_BUREAU_PROGRAM, "campaign", "list"}).exit_status, 2);
}

TEST_F(BureauCommand, DoesNotMakeABureauOfAMistypedFolder) {
  expect_stated_failure(run({"campaign", "list", "--json"}));
  EXPECT_FALSE(std::filesystem::exists(data_));
}

TEST_F(BureauCommand, DocumentsItsOutputInHelp) {
  const auto help = run_plain({KEQIAN_BUREAU_PROGRAM, "--help"});
  EXPECT_EQ(help.exit_status, 0);
  EXPECT_THAT(help.out, HasSubstr("unit_of_measure"));
  EXPECT_THAT(help.out, HasSubstr("2 wrong usage"));
  EXPECT_EQ(run_plain({KEQIAN_BUREAU_PROGRAM, "pass", "issue", "--help"}).exit_status, 0);
}

}  // namespace
}  // namespace keqian::bureau
