// Commands about campaigns and what comes with them.
#include <unistd.h>

#include "server-sync/base/files.h"
#include "server-sync/base/text.h"
#include "server-sync/bureau/cli/commands.h"
#include "server-sync/bureau/definitions/campaign.h"
#include "server-sync/bureau/definitions/form.h"
#include "server-sync/bureau/exports/sheet.h"
#include "server-sync/bureau/exports/xlsx.h"
#include "server-sync/bureau/store/data_directory.h"
#include "server-sync/wire/json.h"

namespace keqian::bureau {
namespace {

Json date_json(const std::optional<BusinessDate>& date) {
  return date ? Json(date->iso()) : Json(nullptr);
}

std::string date_text(const std::optional<BusinessDate>& date) {
  return date ? date->iso() : "-";
}

// A form of one's own lies beside the campaign file, or in ../forms as in assets; the others are
// part of the program.
Result<std::string> find_form(const FormId& form, const std::filesystem::path& campaign_file) {
  if (form.empty()) return std::string{};
  const auto folder = campaign_file.parent_path();
  for (const auto& path :
       {folder / (form.value + ".toml"), folder / ".." / "forms" / (form.value + ".toml")}) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) continue;
    KEQIAN_TRY(auto text, read_file(path, kFormBytesMax));
    KEQIAN_TRY(const auto parsed, parse_form(text, path.string()));
    if (parsed.id != form)
      return invalid(path.string() + ": id: must be '" + form.value + "' as its file is named");
    return text;
  }
  const auto builtin = builtin_form(form);
  if (builtin.empty())
    return not_found(campaign_file.string() + ": form: there is no form '" + form.value + "'",
                     "put " + form.value + ".toml beside the campaign file");
  return std::string(builtin);
}

Result<CampaignDefinition> move(CampaignDefinition campaign, const ImportCampaign& command) {
  if (!command.starting) return campaign;
  campaign = starting_on(std::move(campaign), *command.starting);
  if (!command.ending) return campaign;
  const auto days = command.ending->days() - command.starting->days() + 1;
  if (days < 1 || days > kCampaignDaysMax)
    return invalid("a campaign has 1 to " + std::to_string(kCampaignDaysMax) + " days",
                   "choose another --ending");
  for (const auto& activity : campaign.activities)
    for (const auto& session : activity.sessions)
      if (session.date > *command.ending)
        return invalid("'" + activity.title + "' is planned after " + command.ending->iso(),
                       "choose a later --ending or change the file");
  // What is due after the campaign stays as long after it.
  if (campaign.due) {
    campaign.due = campaign.due->plus_days(command.ending->days() - campaign.period.ends->days());
  }
  campaign.period.ends = command.ending;
  return campaign;
}

// Persons in the campaign's figures as they stand.
Result<std::int64_t> persons_counted(Store& store, const CampaignId& campaign) {
  KEQIAN_TRY(const auto venues, store.venue_figures(campaign, BusinessDate{}));
  std::int64_t persons = 0;
  for (const auto& venue : venues) persons += venue.persons_campaign;
  return persons;
}

bool has_same_days(const CampaignPeriod& one, const CampaignPeriod& other) {
  return one.starts == other.starts && one.ends == other.ends && one.earliest == other.earliest &&
         one.latest == other.latest;
}

// A campaign that is there keeps the days it has when its file is read again: they may have been
// set by --starting, and a period that moved away would leave the counts of its days behind. Other
// days in the file than before are taken as long as nobody was counted.
Result<CampaignDefinition> with_running_period(Store& store, CampaignDefinition campaign) {
  const auto running = store.campaign(campaign.id);
  if (!running && running.error().kind == ErrorKind::kNotFound) return campaign;
  if (!running) return running.error();
  if (!running->starts) return campaign;
  if (running->starts == campaign.period.starts && running->ends == campaign.period.ends)
    return campaign;
  KEQIAN_TRY(const auto text, store.campaign_definition_text(campaign.id));
  const auto before = parse_campaign(text, "the file imported before");
  if (!before || !has_same_days(before->period, campaign.period)) {
    KEQIAN_TRY(const auto persons, persons_counted(store, campaign.id));
    if (persons == 0) return campaign;
    return invalid("the file names other days than before, and " + std::to_string(persons) +
                       " person-times are counted from " + running->starts->iso() + " to " +
                       running->ends->iso(),
                   "say the first day with --starting DATE");
  }
  ImportCampaign as_running;
  as_running.starting = running->starts;
  as_running.ending = running->ends;
  return move(std::move(campaign), as_running);
}

}  // namespace

Result<std::unique_ptr<Store>> open_existing_store(const DataFolder& data,
                                                   CommandContext& context) {
  std::error_code error;
  if (!std::filesystem::exists(database_file(data), error))
    return not_found("there is no bureau in " + data.string(),
                     "check --data, or begin with campaign import");
  return open_sqlite_store(data.string(), context.randomness);
}

Result<std::unique_ptr<Store>> open_store_to_read(const DataFolder& data, CommandContext& context) {
  // Where we may write we do as everybody does: what an ended program left half done is tidied up.
  if (::access(data.c_str(), W_OK) == 0) return open_existing_store(data, context);
  std::error_code error;
  if (!std::filesystem::exists(database_file(data), error))
    return open_existing_store(data, context);
  return open_sqlite_store_to_read(data.string(), context.randomness);
}

Status execute(const ImportCampaign& command, CommandContext& context) {
  KEQIAN_TRY(const auto text, read_file(command.file, kCampaignBytesMax));
  KEQIAN_TRY(auto parsed, parse_campaign(text, command.file.string()));
  KEQIAN_TRY(const auto form, find_form(parsed.form, command.file));
  KEQIAN_TRY(auto campaign, move(std::move(parsed), command));
  KEQIAN_TRY(const auto store, open_sqlite_store(command.data.string(), context.randomness));
  if (!command.starting) {
    KEQIAN_TRY(campaign, with_running_period(*store, std::move(campaign)));
  }
  const auto before = persons_counted(*store, campaign.id);
  KEQIAN_TRY(const auto outcome, store->import_campaign({campaign, text, form}, context.act()));
  KEQIAN_TRY(const auto after, persons_counted(*store, campaign.id));
  const auto& period = campaign.period;
  context.out << name(outcome) << ' ' << campaign.id.value << ' '
              << (period.is_fixed() ? period.starts->iso() + " " + period.ends->iso()
                                    : std::string("open"))
              << '\n';
  if (!period.is_fixed())
    context.notes << "the days are open (" << period.words
                  << "): kiosks count for it once it is imported with --starting DATE\n";
  if (before.ok() && *before > after)
    context.notes << "the figures went from " << *before << " to " << after
                  << " person-times: those of days outside of the period are kept, but not shown\n";
  return ok();
}

Status execute(const ListCampaigns& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_store_to_read(command.data, context));
  KEQIAN_TRY(const auto campaigns, store->campaigns());
  auto list = Json::array();
  for (const auto& campaign : campaigns) {
    if (!command.json) {
      context.out << campaign.id.value << '\t' << date_text(campaign.starts) << '\t'
                  << date_text(campaign.ends) << '\t' << escape_tabular(campaign.name) << '\n';
      continue;
    }
    list.push(Json::object(
        {{"id", campaign.id.value},
         {"number", static_cast<int>(campaign.number)},
         {"name", campaign.name},
         {"theme", campaign.theme},
         {"unit", campaign.unit.value},
         {"starts", date_json(campaign.starts)},
         {"ends", date_json(campaign.ends)},
         {"due", date_json(campaign.due)},
         {"form", campaign.form.empty() ? Json(nullptr) : Json(campaign.form.value)}}));
  }
  if (command.json) context.out << list.dump() << '\n';
  return ok();
}

Status execute(const ListVenues& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_store_to_read(command.data, context));
  KEQIAN_TRY(const auto venues, store->venues(command.campaign));
  auto list = Json::array();
  for (const auto& venue : venues) {
    if (!command.json) {
      context.out << venue.id.value << '\t' << name(venue.kind) << '\t'
                  << escape_tabular(venue.name) << '\n';
      continue;
    }
    list.push(Json::object({{"id", venue.id.value},
                            {"name", venue.name},
                            {"kind", name(venue.kind)},
                            {"unit", venue.unit.value},
                            {"unit_name", venue.unit_name}}));
  }
  if (command.json) context.out << list.dump() << '\n';
  return ok();
}

Status execute(const WriteVenueConfiguration& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_store_to_read(command.data, context));
  const auto today = BusinessDate::of(context.clock.utc_ms());
  KEQIAN_TRY(const auto configuration, store->venue_configuration(command.venue, today));
  if (configuration.campaigns.empty())
    return not_found("no campaign of " + command.venue.value + " has days from today on",
                     "import one, with --starting where its days are open");
  KEQIAN_CHECK_OK(write_file(command.file, wire::encode(configuration), FileAccess::kOwnerOnly));
  context.out << command.venue.value << '\t' << escape_tabular(configuration.venue_name) << '\n';
  return ok();
}

namespace {

Result<std::string> written_table(const Table& table, const PrintTable& command,
                                  CommandContext& context) {
  switch (command.format) {
    case TableFormat::kJson:
      return table_json(table).dump() + '\n';
    case TableFormat::kCsv:
      return table_csv(table, command.language);
    case TableFormat::kXlsx:
      return xlsx_file(table_sheet(table), context.clock.utc_ms());
  }
  return Error{ErrorKind::kInternal, "no such format", ""};
}

}  // namespace

Status execute(const PrintTable& command, CommandContext& context) {
  KEQIAN_TRY(const auto store, open_store_to_read(command.data, context));
  KEQIAN_TRY(const auto table, campaign_table(*store, command.campaign, command.unit));
  KEQIAN_TRY(const auto bytes, written_table(table, command, context));
  if (command.file.empty()) {
    context.out << bytes;
    return ok();
  }
  KEQIAN_CHECK_OK(write_file(command.file, bytes));
  if (command.format == TableFormat::kXlsx) context.notes << fonts_note() << '\n';
  return ok();
}

}  // namespace keqian::bureau
