#include "server-sync/bureau/definitions/campaign.h"

#include <map>
#include <utility>

#include "server-sync/bureau/definitions/campaign_check.h"
#include "server-sync/bureau/definitions/definition_reader.h"

namespace keqian::bureau {
namespace {

std::optional<UnitLevel> parse_level(std::string_view text) {
  if (text == "province") return UnitLevel::kProvince;
  if (text == "city") return UnitLevel::kCity;
  if (text == "county") return UnitLevel::kCounty;
  if (text == "department") return UnitLevel::kDepartment;
  if (text == "organisation") return UnitLevel::kOrganisation;
  return std::nullopt;
}

bool is_mailbox(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == text.npos &&
         text.find('.', at) != text.npos && text.back() != '.' &&
         text.find_first_of(" ,;<>\"") == text.npos;
}

CampaignPeriod read_period(DefinitionReader reader) {
  CampaignPeriod period;
  period.starts = reader.optional_date("starts");
  period.ends = reader.optional_date("ends");
  period.earliest = reader.optional_date("earliest");
  period.latest = reader.optional_date("latest");
  period.words = reader.optional_text("words");
  const auto check = [&reader](const auto& first, const auto& last, std::string_view last_key) {
    if (*last < *first) reader.complain(last_key, "is before the first day");
    if (last->days() - first->days() >= kCampaignDaysMax)
      reader.complain(last_key,
                      "a campaign has at most " + std::to_string(kCampaignDaysMax) + " days");
  };
  if (period.starts.has_value() != period.ends.has_value()) {
    reader.complain(period.starts ? "ends" : "starts", "is missing");
  } else if (period.starts) {
    check(period.starts, period.ends, "ends");
  } else if (period.earliest && period.latest) {
    check(period.earliest, period.latest, "latest");
  } else {
    reader.complain("starts", "give starts and ends, or earliest and latest while it is open");
  }
  reader.finish();
  return period;
}

void read_units(DefinitionReader& reader, CampaignDefinition& campaign, CampaignLines& lines) {
  for (auto& unit : reader.tables("units", kUnitsMax)) {
    lines.units.push_back(unit.line());
    campaign.units.push_back({{unit.slug("id")},
                              unit.text("name"),
                              {unit.optional_slug("parent")},
                              unit.word("level", parse_level, UnitLevel::kOrganisation,
                                        "province, city, county, department, organisation")});
    unit.finish();
  }
}

void read_venues(DefinitionReader& reader, CampaignDefinition& campaign, CampaignLines& lines) {
  for (auto& venue : reader.tables("venues", kVenuesMax)) {
    lines.venues.push_back(venue.line());
    campaign.venues.push_back({{venue.slug("id")},
                               venue.text("name"),
                               venue.word("kind", parse_venue_kind, VenueKind::kOther,
                                          "museum, research_institute, university, enterprise, "
                                          "school, square, vehicle, village, other"),
                               {venue.slug("unit")}});
    auto& read = campaign.venues.back();
    if (venue.has("opens")) read.opens_minute = venue.minute_of_day("opens");
    if (venue.has("closes")) read.closes_minute = venue.minute_of_day("closes");
    if (read.closes_minute <= read.opens_minute) venue.complain("closes", "must be after opens");
    venue.finish();
  }
}

// The days one line of a programme stands for.
std::vector<BusinessDate> programme_days(DefinitionReader& reader, const CampaignPeriod& period) {
  auto days = reader.dates("dates", kCampaignDaysMax);
  const bool is_every_day = reader.optional_boolean("every_day", false);
  if (is_every_day == !days.empty())
    reader.complain("dates", "give a list of days or every_day = true, and not both");
  if (is_every_day && period.is_fixed()) {
    for (auto day = *period.starts; day <= *period.ends; day = day.plus_days(1))
      days.push_back(day);
  }
  return days;
}

void read_programme(DefinitionReader& reader, const CampaignPeriod& period,
                    ActivityDefinition& activity) {
  std::map<std::pair<VenueId, BusinessDate>, int> numbers;
  for (auto& line : reader.tables("sessions", 1000)) {
    SessionDefinition session;
    session.venue.value = line.optional_slug("venue");
    if (session.venue.empty()) {
      if (activity.venues.size() == 1)
        session.venue = activity.venues.front();
      else
        line.complain("venue", "is missing: the activity has more than one venue, or none");
    }
    session.starts_minute = line.minute_of_day("starts");
    session.ends_minute = line.minute_of_day("ends");
    session.title = line.optional_text("title");
    for (const auto day : programme_days(line, period)) {
      session.date = day;
      session.number = ++numbers[{session.venue, day}];
      activity.sessions.push_back(session);
    }
    line.finish();
  }
}

void read_activities(DefinitionReader& reader, CampaignDefinition& campaign, CampaignLines& lines) {
  std::size_t sessions = 0;
  for (auto& item : reader.tables("activities", kActivitiesMax)) {
    lines.activities.push_back(item.line());
    ActivityDefinition activity;
    activity.id.value = item.slug("id");
    activity.number = static_cast<int>(item.optional_integer("number", 1, 100000, 0));
    activity.title = item.text("title");
    activity.organiser = item.optional_text("organiser");
    activity.recommender = item.optional_text("recommender");
    activity.audience =
        item.word("audience", parse_audience, Audience::kPublic, "public, business, internal");
    for (auto& venue : item.texts("venues", 1000)) activity.venues.push_back({std::move(venue)});
    read_programme(item, campaign.period, activity);
    item.finish();
    sessions += activity.sessions.size();
    if (sessions > kSessionsMax)
      item.complain("sessions", "the file plans more than " + std::to_string(kSessionsMax));
    campaign.activities.push_back(std::move(activity));
  }
}

void read_report(DefinitionReader reader, CampaignDefinition& campaign) {
  campaign.report_title = reader.text("title");
  campaign.media = reader.texts("media", 20);
  campaign.video_minutes_max =
      static_cast<int>(reader.optional_integer("video_minutes_max", 1, 600, 0));
  reader.finish();
}

void read_recipients(DefinitionReader& reader, CampaignDefinition& campaign) {
  for (auto& item : reader.tables("recipients", 20)) {
    campaign.recipients.push_back({item.text("role"), item.text("mailbox")});
    if (!is_mailbox(campaign.recipients.back().mailbox))
      item.complain("mailbox", "is not a mail address");
    item.finish();
  }
}

}  // namespace

Result<CampaignDefinition> parse_campaign(std::string_view toml, std::string_view origin) {
  if (toml.size() > kCampaignBytesMax)
    return invalid(std::string(origin) + ": the file is longer than " +
                       std::to_string(kCampaignBytesMax) + " bytes",
                   "name a campaign file, as those in assets/campaigns");
  KEQIAN_TRY(const auto document, parse_toml(toml, origin));
  Complaints complaints(origin);
  DefinitionReader reader(document, "", complaints);
  CampaignLines lines;
  CampaignDefinition campaign;
  campaign.id.value = reader.slug("id");
  campaign.name = reader.text("name");
  campaign.theme = reader.text("theme");
  campaign.place = reader.text("place");
  campaign.notice = reader.optional_text("notice");
  campaign.issuers = reader.texts("issuers", 20);
  campaign.unit.value = reader.slug("unit");
  campaign.period = read_period(reader.table("period"));
  campaign.due = reader.optional_date("due");
  const auto& last_day =
      campaign.period.is_fixed() ? campaign.period.ends : campaign.period.earliest;
  if (campaign.due && last_day && *campaign.due < *last_day)
    reader.complain("due", "is before " + last_day->iso() + ": the campaign is not over then");
  campaign.form.value = reader.optional_slug("form");
  campaign.annex = reader.optional_text("annex", kAnnexBytesMax);
  if (campaign.form.empty() && !campaign.annex.empty())
    reader.complain("annex", "names the table's place in the notice: it needs a \"form\"");
  if (reader.has("report")) read_report(reader.table("report"), campaign);
  read_recipients(reader, campaign);
  read_units(reader, campaign, lines);
  read_venues(reader, campaign, lines);
  read_activities(reader, campaign, lines);
  reader.finish();
  check_campaign(campaign, lines, complaints);
  if (!complaints.none()) return complaints.error();
  return campaign;
}

namespace {

void change_year(std::string& words, int from, int to) {
  const auto old_year = std::to_string(from);
  if (const auto at = words.find(old_year); at != std::string::npos)
    words.replace(at, old_year.size(), std::to_string(to));
}

}  // namespace

CampaignDefinition starting_on(CampaignDefinition campaign, BusinessDate starts) {
  auto& period = campaign.period;
  const auto first = period.is_fixed() ? *period.starts : *period.earliest;
  const auto last = period.is_fixed() ? *period.ends : *period.latest;
  const int days = starts.days() - first.days();
  period.starts = starts;
  period.ends = last.plus_days(days);
  period.earliest.reset();
  period.latest.reset();
  period.words.clear();
  if (campaign.due) campaign.due = campaign.due->plus_days(days);
  change_year(campaign.name, first.year(), starts.year());
  change_year(campaign.report_title, first.year(), starts.year());
  for (auto& activity : campaign.activities)
    for (auto& session : activity.sessions) session.date = session.date.plus_days(days);
  return campaign;
}

}  // namespace keqian::bureau
