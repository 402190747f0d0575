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

#include "server-sync/base/clock.h"
#include "server-sync/base/date.h"
#include "server-sync/base/files.h"
#include "server-sync/base/text.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/json.h"
#include "server-sync/wire/messages.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
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
  static std::string read_file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::string campaign_file(const std::string& name) {
    return std::string(KEQIAN_SOURCE_DIR) + "/assets/campaigns/" + name + ".toml";
  }
  // From today on, so that its passes are worth something.
  void import_jincheng() {
    const auto today = BusinessDate::of(SystemClock().utc_ms()).iso();
    const auto outcome =
        run({"campaign", "import", campaign_file("jincheng-2024"), "--starting", today});
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
  run({"campaign", "import", campaign_file("jincheng-2024")});
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

TEST_F(BureauCommand, ReadAgainACampaignKeepsTheDaysItHas) {
  const auto file = campaign_file("jincheng-2024");
  run({"campaign", "import", file, "--starting", "2026-11-22"});
  EXPECT_EQ(run({"campaign", "import", file}).out,
            "unchanged jincheng-2024 2026-11-22 2026-11-29\n");
  EXPECT_EQ(text_of(run_json({"campaign", "list", "--json"}).as_array()->front(), "name"),
            "2026年晋城市科技活动周");
  // Another file of the same campaign, with a longer name and its own form beside it.
  auto text = read_file_text(file);
  text.replace(text.find("科技活动周\""), std::string("科技活动周").size(), "科技活动月");
  write("changed.toml", text);
  EXPECT_EQ(run({"campaign", "import", (folder_ / "changed.toml").string()}).out,
            "updated jincheng-2024 2026-11-22 2026-11-29\n");
  // Other days in the file are taken as long as nobody was counted.
  text.replace(text.find("due = 2024-06-07"), 16, "due = 2024-07-07");
  text.replace(text.find("ends = 2024-06-01"), 17, "ends = 2024-06-02");
  write("longer.toml", text);
  EXPECT_EQ(run({"campaign", "import", (folder_ / "longer.toml").string()}).out,
            "updated jincheng-2024 2024-05-25 2024-06-02\n");
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

TEST_F(BureauCommand, IssuesNothingForACampaignThatIsOver) {
  run({"campaign", "import", campaign_file("jincheng-2024")});
  const auto outcome = run(
      {"pass", "issue", "--campaign", "jincheng-2024", "--category", "public", "--persons", "1"});
  expect_stated_failure(outcome);
  EXPECT_THAT(outcome.error, HasSubstr("2024-06-01"));
  EXPECT_THAT(outcome.error, HasSubstr("--starting"));
}

TEST_F(BureauCommand, PrintsNoPassWhosePictureCouldNotBeKept) {
  import_jincheng();
  write("in-the-way", "");
  const auto outcome = run({"pass", "issue", "--campaign", "jincheng-2024", "--category", "public",
                            "--persons", "1", "--png", (folder_ / "in-the-way" / "png").string()});
  expect_stated_failure(outcome);
}

TEST_F(BureauCommand, ReadsAFolderThatMayNotBeWritten) {
  import_jincheng();
  if (::geteuid() == 0) {
    // Nothing is forbidden to root; the store's own test covers opening without writing.
    GTEST_SKIP() << "root may write everywhere";
  }
  std::filesystem::permissions(data_, std::filesystem::perms(0500));
  EXPECT_THAT(*run_json({"campaign", "list", "--json"}).as_array(), SizeIs(1));
  EXPECT_EQ(run({"table", "--campaign", "jincheng-2024", "--format", "csv"}).exit_status, 0);
  EXPECT_EQ(run({"kiosk", "list", "--json"}).exit_status, 0);
  std::filesystem::permissions(data_, std::filesystem::perms(0700));
}

TEST_F(BureauCommand, TakesBackPassesKeysAndKiosks) {
  import_jincheng();
  const auto pass = run(
      {"pass", "issue", "--campaign", "jincheng-2024", "--category", "public", "--persons", "1"});
  ASSERT_EQ(pass.exit_status, 0) << pass.error;
  EXPECT_EQ(run({"pass", "revoke", pass.out.substr(0, pass.out.find('\n'))}).exit_status, 0);
  expect_stated_failure(run({"pass", "revoke", "https://example.org"}));
  EXPECT_EQ(run({"campaign", "new-pass-key", "--campaign", "jincheng-2024"}).out, "2\n");
  EXPECT_EQ(run({"campaign", "new-pass-key", "--campaign", "jincheng-2024", "--valid-until",
                 "2027-05-25T18:00"})
                .out,
            "3\n");
  EXPECT_EQ(run({"campaign", "new-pass-key", "--campaign", "jincheng-2024", "--valid-until",
                 "2027-05-25T18:61"})
                .exit_status,
            2);
  expect_stated_failure(run({"campaign", "new-pass-key", "--campaign", "nothing"}));
  expect_stated_failure(run({"kiosk", "revoke", "k-nobody"}));
  expect_stated_failure(
      run({"kiosk", "pin-reset-code", "--kiosk", "k-nobody", "--number", "48210734"}));
  EXPECT_EQ(run({"kiosk", "pin-reset-code", "--kiosk", "k-nobody"}).exit_status, 2);
  EXPECT_THAT(run({"audit", "export"}).out,
              testing::AllOf(HasSubstr("pass.revoke"), HasSubstr("pass_key.rotate")));
}

TEST_F(BureauCommand, ExportsTheAuditLogAndSeesWhenItWasChanged) {
  import_jincheng();
  ASSERT_EQ(run({"user", "add", "--name", "liu.yan", "--generate-password"}).exit_status, 0);
  const auto whole = run({"audit", "export"});
  EXPECT_EQ(whole.exit_status, 0) << whole.error;
  EXPECT_THAT(whole.out, HasSubstr("\r\n1,20"));
  EXPECT_THAT(whole.out, HasSubstr(",command line,campaign.import,jincheng-2024,"));
  EXPECT_THAT(whole.out, HasSubstr(",user.add,liu.yan,administrator,"));

  const auto changed = run_plain({"/usr/bin/sqlite3", data_ + "/bureau.db",
                                  "DROP TRIGGER audit_stays; "
                                  "UPDATE audit SET who = 'somebody' WHERE sequence = 2"});
  ASSERT_EQ(changed.exit_status, 0) << changed.error;
  const auto refused = run({"audit", "export"});
  EXPECT_EQ(refused.exit_status, 1);
  EXPECT_THAT(refused.out, Not(HasSubstr("somebody"))) << "what comes before it is still good";
  EXPECT_THAT(refused.error, HasSubstr("entry 2 does not follow entry 1"));
}

TEST_F(BureauCommand, BacksUpAndRestores) {
  import_jincheng();
  ASSERT_EQ(run({"user", "add", "--name", "liu.yan", "--generate-password"}).exit_status, 0);
  const auto code = run({"kiosk", "enrolment-code", "--venue", "jincheng-museum"});
  ASSERT_EQ(code.exit_status, 0) << code.error;
  // A name that would end a text of SQL.
  const auto folder = folder_ / "liu's backup";
  const auto made = run({"backup", "--to", folder.string()});
  ASSERT_EQ(made.exit_status, 0) << made.error;
  EXPECT_EQ(made.out, folder.string() + "\n");
  const auto only_its_owners = [](const std::filesystem::path& path) {
    return (std::filesystem::status(path).permissions() & std::filesystem::perms(077)) ==
           std::filesystem::perms::none;
  };
  EXPECT_TRUE(only_its_owners(folder) && only_its_owners(folder / "bureau.db") &&
              only_its_owners(folder / "bureau.key"));

  const auto former = data_;
  const auto of_former = run({"venue", "list", "--campaign", "jincheng-2024", "--json"}).out;
  ASSERT_EQ(run({"user", "add", "--name", "after", "--generate-password"}).exit_status, 0);
  data_ = (folder_ / "restored").string();
  const auto restored = run({"restore", "--from", folder.string()});
  ASSERT_EQ(restored.exit_status, 0) << restored.error;
  EXPECT_EQ(restored.out, data_ + "\n");
  EXPECT_EQ(run({"venue", "list", "--campaign", "jincheng-2024", "--json"}).out, of_former);
  EXPECT_EQ(read("restored/bureau.key"), read("data/bureau.key")) << "kiosks know it by this key";
  const auto log = run({"audit", "export"});
  EXPECT_EQ(log.exit_status, 0) << "its chain holds: " << log.error;
  EXPECT_THAT(log.out, testing::AllOf(HasSubstr("backup.make"), HasSubstr("backup.restore"),
                                      Not(HasSubstr(",after,"))));
  const auto codes =
      run_plain({"/usr/bin/sqlite3", data_ + "/bureau.db", "SELECT count(*) FROM enrolment_code"});
  EXPECT_EQ(codes.out, "0\n") << "what was good once may have been used since";
}

TEST_F(BureauCommand, NeverOverwritesByABackup) {
  import_jincheng();
  const auto folder = (folder_ / "backup").string();
  ASSERT_EQ(run({"backup", "--to", folder}).exit_status, 0);
  const auto before = read("backup/bureau.db");
  expect_stated_failure(run({"backup", "--to", folder}));
  EXPECT_EQ(read("backup/bureau.db"), before);
  expect_stated_failure(run({"backup", "--to", data_}));
  const auto refused = run({"restore", "--from", folder});
  expect_stated_failure(refused);
  EXPECT_THAT(refused.error, HasSubstr("name a new folder"));
  EXPECT_EQ(run({"campaign", "list"}).exit_status, 0);
}

TEST_F(BureauCommand, RestoresNothingThatIsNoBackup) {
  import_jincheng();
  const auto folder = (folder_ / "backup").string();
  ASSERT_EQ(run({"backup", "--to", folder}).exit_status, 0);
  const auto restored_from = [&](const std::string& source) {
    data_ = (folder_ / "restored").string();
    const auto outcome = run({"restore", "--from", source});
    expect_stated_failure(outcome);
    EXPECT_FALSE(std::filesystem::exists(data_ + "/bureau.db")) << source;
    std::filesystem::remove_all(data_);
    return outcome.error;
  };
  EXPECT_THAT(restored_from((folder_ / "nowhere").string()), HasSubstr("there is no bureau in"));
  // Cut short while it was copied: the database is not there yet.
  std::filesystem::create_directory(folder_ / "short");
  std::filesystem::copy(folder + "/bureau.key", folder_ / "short/bureau.key");
  EXPECT_THAT(restored_from((folder_ / "short").string()), HasSubstr("there is no bureau in"));
  std::filesystem::rename(folder + "/bureau.key", folder_ / "key");
  EXPECT_THAT(restored_from(folder), HasSubstr("bureau.key"));
  std::filesystem::rename(folder_ / "key", folder + "/bureau.key");
  // A bad stick: pages in the middle are gone.
  std::fstream file(folder + "/bureau.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(8 * 4096);
  file << std::string(16 * 4096, '\x5a');
  file.close();
  EXPECT_THAT(restored_from(folder), HasSubstr("damaged"));
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
  EXPECT_THAT(csv.out, StartsWith("\xEF\xBB\xBF序号,分组,项目,"));
  EXPECT_THAT(
      run({"table", "--campaign", "jincheng-2024", "--format", "csv", "--language", "en"}).out,
      StartsWith("\xEF\xBB\xBFnumber,group,label,"));
  EXPECT_EQ(run({"table", "--campaign", "jincheng-2024", "--unit", "jincheng-gaoping", "--format",
                 "json"})
                .exit_status,
            0);
  expect_stated_failure(
      run({"table", "--campaign", "jincheng-2024", "--unit", "taiyuan", "--format", "json"}));
}

TEST_F(BureauCommand, WritesTheTableToAFile) {
  import_jincheng();
  const auto file = data_ + "/table";
  const auto write = [&](const char* format) {
    return run({"table", "--campaign", "jincheng-2024", "--format", format, "--output", file});
  };
  const auto workbook = write("xlsx");
  EXPECT_EQ(workbook.exit_status, 0) << workbook.error;
  EXPECT_THAT(workbook.out, IsEmpty());
  EXPECT_THAT(workbook.error, HasSubstr("仿宋_GB2312 (free: "));
  EXPECT_THAT(*read_file(file, 1U << 20U), StartsWith("PK"));
  const auto csv = write("csv");
  EXPECT_EQ(csv.exit_status, 0);
  EXPECT_THAT(csv.out + csv.error, IsEmpty());
  EXPECT_EQ(*read_file(file, 1U << 20U),
            run({"table", "--campaign", "jincheng-2024", "--format", "csv"}).out);
  const auto nowhere = run({"table", "--campaign", "jincheng-2024", "--format", "xlsx"});
  EXPECT_EQ(nowhere.exit_status, 2) << "a terminal is no place for it";
  EXPECT_THAT(nowhere.error, HasSubstr("--output"));
  expect_stated_failure(run({"table", "--campaign", "jincheng-2024", "--format", "xlsx", "--output",
                             data_ + "/missing/table.xlsx"}));
}

TEST_F(BureauCommand, AddsUsers) {
  expect_stated_failure(run({"user", "add", "--name", "admin"}, "short\n"));
  const auto first = run({"user", "add", "--name", "admin"}, "a long enough one\n");
  EXPECT_EQ(first.exit_status, 0) << first.error;
  EXPECT_THAT(first.error, HasSubstr("as administrator"));
  EXPECT_THAT(first.out, IsEmpty());
  const std::vector<std::string> clerk = {
      "user", "add", "--name", "clerk", "--role", "reporter", "--generate-password"};
  const auto without_unit = run(clerk);
  expect_stated_failure(without_unit);
  EXPECT_THAT(without_unit.error, HasSubstr("--unit"));
  import_jincheng();
  auto with_unit = clerk;
  with_unit.insert(with_unit.end(), {"--unit", "jincheng-gaoping"});
  const auto second = run(with_unit);
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
      {"backup"},
      {"restore", "--to", "somewhere"},
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

TEST_F(BureauCommand, NamesWhatIsWrongInItsUsage) {
  EXPECT_THAT(run({"dance"}).error, HasSubstr("there is no command 'dance'"));
  EXPECT_THAT(run({"campaign", "export"}).error, HasSubstr("there is no command 'export'"));
  EXPECT_THAT(run({"campaign", "export"}).error, HasSubstr("keqian-bureau campaign --help"));
  EXPECT_THAT(run({"campaign"}).error,
              HasSubstr("a command is missing: one of import, new-pass-key, list"));
  EXPECT_THAT(run_plain({KEQIAN_BUREAU_PROGRAM, "dance"}).error, HasSubstr("'dance'"));
  EXPECT_THAT(run_plain({KEQIAN_BUREAU_PROGRAM, "campaign", "list"}).error,
              HasSubstr("--data is required"));
}

TEST_F(BureauCommand, ListensToOthersOnlyInSafety) {
  const auto refused = [&](std::vector<std::string> options) {
    options.insert(options.begin(), "serve");
    const auto outcome = run(options);
    expect_stated_failure(outcome);
    return outcome.error;
  };
  EXPECT_THAT(refused({"--listen", "0.0.0.0:0"}), HasSubstr("without TLS"));
  EXPECT_THAT(refused({"--listen", "[::]:0", "--public-url", "https://kexie.example.org"}),
              HasSubstr("--behind-proxy"));
  EXPECT_THAT(refused({"--listen", "192.0.2.7:8443"}), HasSubstr("without TLS"));
  EXPECT_THAT(refused({"--listen", "0.0.0.0:0", "--behind-proxy"}), HasSubstr("--public-url"));
  EXPECT_THAT(
      refused({"--listen", "0.0.0.0:0", "--tls-certificate", "c.pem", "--tls-key", "k.pem"}),
      HasSubstr("--public-url"));
  EXPECT_FALSE(std::filesystem::exists(data_)) << "nothing was begun";
}

TEST_F(BureauCommand, DoesNotMakeABureauOfAMistypedFolder) {
  expect_stated_failure(run({"campaign", "list", "--json"}));
  EXPECT_FALSE(std::filesystem::exists(data_));
}

TEST_F(BureauCommand, DocumentsItsOutputInHelp) {
  const auto help = run_plain({KEQIAN_BUREAU_PROGRAM, "--help"});
  EXPECT_EQ(help.exit_status, 0);
  EXPECT_THAT(help.out, HasSubstr("2 wrong usage"));
  const auto of_table = run_plain({KEQIAN_BUREAU_PROGRAM, "table", "--help"});
  EXPECT_EQ(of_table.exit_status, 0);
  EXPECT_THAT(of_table.out, HasSubstr("unit_of_measure"));
  const auto of_pass = run_plain({KEQIAN_BUREAU_PROGRAM, "pass", "issue", "--help"});
  EXPECT_EQ(of_pass.exit_status, 0);
  EXPECT_THAT(of_pass.out, HasSubstr("DIR/PASS.png"));
  EXPECT_THAT(of_pass.out, testing::Not(HasSubstr("unit_of_measure")))
      << "each command says what it prints itself";
  const auto version = run_plain({KEQIAN_BUREAU_PROGRAM, "--version"});
  EXPECT_EQ(version.exit_status, 0);
  EXPECT_THAT(version.out, testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

}  // namespace
}  // namespace keqian::bureau
