// Table, overview, entries by hand, and the stream that keeps the pages live.
#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>

#include "server-sync/bureau/handlers/overview.h"
#include "tests/unit/bureau_handlers/desk_stage.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Figures : public DeskStage {
 protected:
  Figures() {
    import_city();
    add_user("clerk", Role::kReporter);
    add_user("east", Role::kReporter, "east");
    browser_.sign_in("clerk", std::string(kPassword));
  }
  static const Json& cell(const Json& table, int number) {
    return table.find("cells")->as_array()->at(static_cast<std::size_t>(number - 1));
  }
  Json entry(int cell, const std::string& state, const std::string& amount) {
    return Json::object({{"campaign", "city-2024"},
                         {"unit", ""},
                         {"cell", cell},
                         {"state", state},
                         {"amount", amount},
                         {"reason", "现场登记表"}});
  }

  Browser browser_{*this};
};

TEST_F(Figures, TheTableHoldsWhatKiosksCountedAndWhatWasEntered) {
  count_persons(42);
  EXPECT_EQ(browser_.post("/api/manual-entries", entry(2, "value", "12.5")).status(), 200);
  EXPECT_EQ(browser_.post("/api/manual-entries", entry(13, "value", "8")).status(), 200);
  const auto table = browser_.get("/api/table?campaign=city-2024").body;
  EXPECT_EQ(*cell(table, 2).find("value")->as_string(), "12.50");
  EXPECT_EQ(*cell(table, 13).find("automatic")->as_int(), 42);
  EXPECT_EQ(*cell(table, 13).find("manual")->as_int(), 8);
  EXPECT_EQ(*cell(table, 13).find("value")->as_int(), 50);
  EXPECT_TRUE(cell(table, 3).find("value")->is_null());
  const auto file = browser_.get("/api/table.csv?campaign=city-2024");
  EXPECT_THAT(file.response.body, HasSubstr(",42,8,50,有数"));
  EXPECT_THAT(browser_.get("/api/table.csv?campaign=city-2024&language=en").response.body,
              HasSubstr(",42,8,50,value"));
  const auto& headers = file.response.headers;
  ASSERT_EQ(headers.size(), 1u);
  EXPECT_EQ(headers[0].first, "Content-Disposition");
  EXPECT_THAT(
      headers[0].second,
      StartsWith("attachment; filename=\"city-2024-city.csv\"; filename*=UTF-8''2024%E5%B9%B4"));
  const auto workbook = browser_.get("/api/table.xlsx?campaign=city-2024&unit=east");
  EXPECT_EQ(workbook.response.content_type,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  EXPECT_THAT(workbook.response.body, StartsWith("PK"));
  EXPECT_THAT(workbook.response.headers[0].second,
              StartsWith("attachment; filename=\"city-2024-east.xlsx\"; filename*=UTF-8''"));
  const auto west = browser_.get("/api/table?campaign=city-2024&unit=west").body;
  EXPECT_EQ(*cell(west, 13).find("value")->as_int(), 0);
}

TEST_F(Figures, AreForWhoIsSignedInOnly) {
  Browser stranger(*this, "10.0.0.2");
  for (const auto* target : {"/api/table?campaign=city-2024", "/api/table.csv?campaign=city-2024",
                             "/api/table.xlsx?campaign=city-2024"})
    EXPECT_EQ(stranger.get(target).status(), 401) << target;
}

TEST_F(Figures, UnknownCampaignsAndUnitsAreNotFound) {
  for (const auto* target :
       {"/api/table", "/api/table?campaign=no", "/api/table?campaign=city-2024&unit=no",
        "/api/overview?campaign=no", "/api/units?campaign=no", "/api/events?campaign=no",
        "/api/table.csv?campaign=no", "/api/table.xlsx?campaign=no",
        "/api/manual-entries?campaign=no&cell=1"}) {
    EXPECT_EQ(browser_.get(target).status(), 404) << target;
  }
}

TEST_F(Figures, EntriesAreKeptNewestFirst) {
  browser_.post("/api/manual-entries", entry(2, "value", "1"));
  clock_.advance(1000);
  browser_.post("/api/manual-entries", entry(2, "none", ""));
  const auto entries = browser_.get("/api/manual-entries?campaign=city-2024&unit=&cell=2").body;
  ASSERT_EQ(entries.as_array()->size(), 2u);
  EXPECT_EQ(*entries.as_array()->at(0).find("state")->as_string(), "none");
  EXPECT_TRUE(entries.as_array()->at(0).find("amount")->is_null());
  EXPECT_EQ(*entries.as_array()->at(1).find("amount")->as_string(), "1.00");
  EXPECT_EQ(*entries.as_array()->at(1).find("who")->as_string(), "clerk");
}

TEST_F(Figures, BadEntriesAreRefusedAndChangeNothing) {
  const auto before = browser_.get("/api/table?campaign=city-2024").body;
  for (const auto& bad :
       {entry(0, "value", "1"), entry(20, "value", "1"), entry(2, "unfilled", ""),
        entry(2, "value", "1.234"), entry(13, "value", "1.5"), entry(13, "value", ""),
        entry(13, "value", "99999999999999999999"), entry(2, "what", "1")}) {
    const auto status = browser_.post("/api/manual-entries", bad).status();
    EXPECT_TRUE(status == 422 || status == 404) << bad.dump();
  }
  auto silent = entry(2, "value", "1");
  silent.set("reason", "  ");
  EXPECT_EQ(browser_.post("/api/manual-entries", silent).status(), 422);
  EXPECT_TRUE(browser_.get("/api/table?campaign=city-2024").body == before);
}

TEST_F(Figures, AReporterFillsInHisOwnSubtree) {
  Browser east(*this);
  east.sign_in("east", std::string(kPassword));
  const auto enter = [&](const std::string& unit) {
    auto json = entry(2, "value", "1");
    json.set("unit", unit);
    return east.post("/api/manual-entries", json).status();
  };
  EXPECT_EQ(enter("east"), 200);
  EXPECT_EQ(enter("east-museum"), 200);
  EXPECT_EQ(enter("west"), 403);
  EXPECT_EQ(enter("city"), 403);
  EXPECT_EQ(enter(""), 403);  // the campaign's own unit
}

TEST_F(Figures, TheOverviewAddsUpVenuesAndNamesKiosks) {
  const auto kiosk = count_persons(5);
  count_persons(2);
  const auto overview = browser_.get("/api/overview?campaign=city-2024").body;
  EXPECT_EQ(*overview.find("persons_today")->as_int(), 7);
  EXPECT_EQ(*overview.find("hours")->as_array()->at(9).as_int(), 7);
  const auto& museum = overview.find("venues")->as_array()->at(0);
  EXPECT_EQ(*museum.find("id")->as_string(), "museum");
  ASSERT_EQ(museum.find("kiosks")->as_array()->size(), 2u);
  EXPECT_EQ(overview.find("venues")->as_array()->at(1).find("kiosks")->as_array()->size(), 0u);
  clock_.advance(kMsPerDay);
  browser_.sign_in("clerk", std::string(kPassword));
  const auto tomorrow = browser_.get("/api/overview?campaign=city-2024").body;
  EXPECT_EQ(*tomorrow.find("persons_today")->as_int(), 0);
  EXPECT_EQ(*tomorrow.find("persons_campaign")->as_int(), 7);
}

TEST_F(Figures, TheOverviewTellsVisitorsFromStaffAndAgreesWithTheTable) {
  const auto kiosk = count_persons(5);
  apply_one(*store_, upload(kiosk, 1, 3,
                            {tally(daily("museum"), 9, Category::kYouth, 4, 2),
                             tally(daily("museum"), 9, Category::kVolunteer, 2, 3)}));
  const auto overview = browser_.get("/api/overview?campaign=city-2024").body;
  EXPECT_EQ(*overview.find("persons_today")->as_int(), 11);
  for (const auto* kinds : {"kinds_today", "kinds_campaign"}) {
    EXPECT_EQ(*overview.find(kinds)->find("visitors")->as_int(), 9) << kinds;
    EXPECT_EQ(*overview.find(kinds)->find("staff")->as_int(), 2) << kinds;
  }
  const auto table = browser_.get("/api/table?campaign=city-2024").body;
  EXPECT_EQ(*cell(table, 13).find("automatic")->as_int(), 9);
}

TEST_F(Figures, TheOverviewNamesWhatIsPendingReviewAndCountsItNowhere) {
  const auto kiosk = count_persons(5);
  apply_one(*store_, upload(kiosk, 0, 3, {tally(daily("museum"), 9, Category::kPublic, 8, 3)},
                            std::string(32, 'b')));
  const auto overview = browser_.get("/api/overview?campaign=city-2024").body;
  const auto pending = *overview.find("persons_pending_review")->as_int();
  EXPECT_GT(pending, 0);
  EXPECT_EQ(*overview.find("persons_today")->as_int() + pending, 13);
  const auto& museum = overview.find("venues")->as_array()->at(0);
  const auto& shown = museum.find("kiosks")->as_array()->at(0);
  EXPECT_EQ(*shown.find("persons_pending_review")->as_int(), pending);
  EXPECT_GE(*shown.find("incarnations_pending_review")->as_int(), 1);
}

TEST_F(Figures, UnitsAreATree) {
  const auto units = browser_.get("/api/units?campaign=city-2024").body;
  ASSERT_EQ(units.as_array()->size(), 4u);
  EXPECT_TRUE(units.as_array()->at(0).find("parent")->is_null());
  EXPECT_EQ(*units.as_array()->at(1).find("parent")->as_string(), "city");
}

// A viewer as the server is one: woken by the topic, then reads what is new.
class Viewer {
 public:
  explicit Viewer(std::shared_ptr<EventTopic> topic) : topic_(std::move(topic)) {
    ticket_ = topic_->join([this] {
      const std::lock_guard lock(mutex_);
      is_woken_ = true;
      woken_.notify_all();
    });
  }
  ~Viewer() { topic_->leave(ticket_); }
  std::string read() {
    std::string text;
    for (const auto& frame : topic_->frames_after(version_)) text += *frame;
    return text;
  }
  bool wait() {
    std::unique_lock lock(mutex_);
    const bool woken = woken_.wait_for(lock, std::chrono::seconds(20), [&] { return is_woken_; });
    is_woken_ = false;
    return woken;
  }

 private:
  std::shared_ptr<EventTopic> topic_;
  EventTopic::Ticket ticket_ = 0;
  std::uint64_t version_ = 0;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool is_woken_ = false;
};

TEST_F(Figures, AViewerGetsTheStateAtOnceAndEveryChange) {
  count_persons(3);
  const auto answer = browser_.get("/api/events?campaign=city-2024");
  ASSERT_NE(answer.response.events, nullptr);
  EXPECT_EQ(answer.response.content_type, "text/event-stream");
  Viewer viewer(answer.response.events);
  const auto first = viewer.read();
  EXPECT_THAT(first, HasSubstr("event: overview\ndata: {\"campaign\":\"city-2024\""));
  EXPECT_THAT(first, HasSubstr("event: table\n"));
  EXPECT_THAT(first, HasSubstr("\"persons_today\":3"));
  count_persons(4);  // as another process does it: nobody calls wake
  std::string seen;
  while (seen.find("\"persons_today\":7") == std::string::npos) {
    ASSERT_TRUE(viewer.wait()) << seen;
    seen += viewer.read();
  }
}

TEST_F(Figures, WhoComesAfterAQuietTimeSeesTheNewestState) {
  { const auto first = browser_.get("/api/events?campaign=city-2024"); }
  count_persons(9);
  Viewer viewer(browser_.get("/api/events?campaign=city-2024").response.events);
  EXPECT_THAT(viewer.read(), HasSubstr("\"persons_today\":9"));
}

}  // namespace
}  // namespace keqian::bureau
