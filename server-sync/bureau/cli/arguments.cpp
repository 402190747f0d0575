#include "server-sync/bureau/cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iostream>
#include <memory>

namespace keqian::bureau {
namespace {

constexpr int kWrongUsage = 2;
constexpr const char* kFooter = R"(
Every command needs --data DIR, the bureau's data folder, and works beside a running server.

Output
  campaign list --json   [{"id","number","name","theme","unit","starts","ends","due","form"}]
  venue list --json      [{"id","name","kind","unit","unit_name"}]
  venue configuration    writes FILE, the message of PROTOCOL.md section 7, with the pass keys of
                           the venue's campaigns; the file is not signed: hand it over as you
                           would a key
  kiosk list --json      [{"id","name","venue","venue_name","last_seen_utc_ms","pending",
                           "quarantined","complete_to","camera","version","clock_offset_ms",
                           "revoked","refused_items","incarnations_pending_review",
                           "persons_pending_review"}]
  kiosk enrolment-code   line 1 the code, line 2 the QR's whole text where the address is known
  pass issue             one pass text a line; with --png DIR also DIR/PASS.png
  table --format json    {"campaign","unit","cells":[{"number","group","label","unit_of_measure",
                           "automatic","manual","value","state"}]}; people are integers, money
                           decimal strings, null where there is none;
                           state is value, zero, none or unfilled
Exit status: 0 success, 1 a stated failure, 2 wrong usage.)";

std::optional<BusinessDate> date_of(const std::string& text) {
  return text.empty() ? std::nullopt : BusinessDate::parse(text);
}

const CLI::Validator kIsDate(
    [](std::string& text) {
      return BusinessDate::parse(text) ? std::string{}
                                       : "'" + text + "' is not a day as YYYY-MM-DD";
    },
    "DATE");

// "HOST:PORT", with an IPv6 address in brackets. False when it is none.
bool parse_listen(const std::string& text, std::string& host, std::uint16_t& port) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  host = text.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, port);
  return parsed.ec == std::errc{} && parsed.ptr == end && colon + 1 < text.size() && !host.empty();
}

const CLI::Validator kIsListen(
    [](std::string& text) {
      std::string host;
      std::uint16_t port = 0;
      return parse_listen(text, host, port) ? std::string{} : "'" + text + "' is not HOST:PORT";
    },
    "HOST:PORT");

// Builds the commands and, once parsed, makes the value of the one that was named.
class Grammar {
 public:
  Grammar() {
    app_.add_option("--data", data_, "the bureau's data folder")->type_name("DIR")->required();
    app_.require_subcommand(1);
    app_.footer(kFooter);
    add_serve();
    add_campaign();
    add_venue();
    add_kiosk();
    add_pass();
    add_table();
    add_user();
    let_data_stand_anywhere(app_);
  }

  ParsedArguments parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
      return {std::move(command_), 0};
    } catch (const CLI::Success& help) {
      app_.exit(help, std::cout, std::cerr);
      return {std::nullopt, 0};
    } catch (const CLI::ParseError& error) {
      std::cerr << "keqian-bureau: " << error.what() << " (see keqian-bureau --help)\n";
      return {std::nullopt, kWrongUsage};
    }
  }

 private:
  static void let_data_stand_anywhere(CLI::App& app) {
    for (auto* command : app.get_subcommands({})) {
      command->fallthrough();
      let_data_stand_anywhere(*command);
    }
  }
  CLI::App* group(const char* name, const char* description) {
    return app_.add_subcommand(name, description)->require_subcommand(1);
  }
  // The options of one command, alive as long as the grammar.
  template <typename T>
  std::shared_ptr<T> options() {
    return std::make_shared<T>();
  }

  void add_serve() {
    struct Options {
      std::string listen, certificate, key, public_url;
    };
    auto given = options<Options>();
    auto* serve = app_.add_subcommand("serve", "run the bureau's server");
    serve->add_option("--listen", given->listen, "where to listen")->required()->check(kIsListen);
    auto* certificate =
        serve->add_option("--tls-certificate", given->certificate, "certificate chain, PEM")
            ->type_name("FILE");
    auto* key =
        serve->add_option("--tls-key", given->key, "its private key, PEM")->type_name("FILE");
    certificate->needs(key);
    key->needs(certificate);
    serve
        ->add_option("--public-url", given->public_url,
                     "address that kiosks and browsers use, behind a proxy")
        ->type_name("URL");
    serve->callback([this, given] {
      ServeOptions out;
      out.data_directory = data_;
      parse_listen(given->listen, out.host, out.port);
      out.tls_certificate = given->certificate;
      out.tls_key = given->key;
      out.public_url = given->public_url;
      command_ = out;
    });
  }

  void add_campaign() {
    auto* campaign = group("campaign", "campaigns (活动周)");
    struct Options {
      std::string file, starting, ending;
    };
    auto given = options<Options>();
    auto* import = campaign->add_subcommand("import", "read a campaign file; again to update it");
    import->add_option("FILE", given->file, "TOML, as in assets/campaigns")->required();
    auto* starting = import->add_option("--starting", given->starting,
                                        "move the campaign so that it starts on DATE");
    starting->check(kIsDate);
    import->add_option("--ending", given->ending, "its last day, where the notice leaves it open")
        ->check(kIsDate)
        ->needs(starting);
    import->callback([this, given] {
      command_ = ImportCampaign{data_, given->file, date_of(given->starting),
                                date_of(given->ending)};
  });
  auto json = options<bool>();
  auto* list = campaign->add_subcommand("list", "the campaigns of this bureau");
  list->add_flag("--json", *json, "as JSON");
  list->callback([this, json] { command_ = ListCampaigns{data_, *json}; });
}

  void add_venue() {
  auto* venue = group("venue", "venues (场馆)");
  auto given = options<ListVenues>();
  auto* list = venue->add_subcommand("list", "the venues of a campaign");
  list->add_option("--campaign", given->campaign.value, "its id")->required();
  list->add_flag("--json", given->json, "as JSON");
  list->callback([this, given] {
    given->data = data_;
    command_ = *given;
  });
  auto wanted = options<WriteVenueConfiguration>();
  auto* configuration = venue->add_subcommand(
      "configuration",
      "write the settings of a kiosk that is not enrolled, for `keqian-kiosk local`");
  configuration->add_option("--venue", wanted->venue.value, "where the kiosk stands")->required();
  configuration
      ->add_option("--output", wanted->file, "the file; it holds pass keys: its owner's only")
      ->type_name("FILE")
      ->required();
  configuration->callback([this, wanted] {
    wanted->data = data_;
    command_ = *wanted;
  });
}

void add_kiosk() {
  auto* kiosk = group("kiosk", "kiosks (签到机)");
  auto given = options<MakeEnrolmentCode>();
  auto* code =
      kiosk->add_subcommand("enrolment-code", "a one-time code for one kiosk, good for 24 hours");
  code->add_option("--venue", given->venue.value, "where the kiosk will stand")->required();
  code->add_option("--url", given->url, "address of this bureau, as kiosks reach it");
  code->add_flag("--json", given->json, "as JSON");
  code->callback([this, given] {
    given->data = data_;
    command_ = *given;
  });
  auto json = options<bool>();
  auto* list = kiosk->add_subcommand("list", "the kiosks of this bureau");
  list->add_flag("--json", *json, "as JSON");
  list->callback([this, json] { command_ = ListKiosks{data_, *json}; });
}

void add_pass() {
  auto* pass = group("pass", "passes (入场码)");
  struct Options {
    std::string campaign, category, png;
    int persons = 1, count = 1;
  };
  auto given = options<Options>();
  auto* issue = pass->add_subcommand("issue", "make passes, badges and group passes");
  std::vector<std::string> categories;
  categories.reserve(kCategories.size());
  for (const auto category : kCategories) categories.emplace_back(name(category));
  issue->add_option("--campaign", given->campaign, "its id")->required();
  issue->add_option("--category", given->category, "whom the pass is for")
      ->required()
      ->check(CLI::IsMember(categories));
  issue->add_option("--persons", given->persons, "party size, 1 to 500; 1 for a staff badge")
      ->required()
      ->check(CLI::Range(1, kPartySizeMax));
  issue->add_option("--count", given->count, "how many passes")->check(CLI::Range(1, kPassesMax));
  issue->add_option("--png", given->png, "folder for a picture of each")->type_name("DIR");
  issue->callback([this, given] {
    command_ = IssuePasses{
        data_,
        {{given->campaign}, *parse_category(given->category), given->persons, given->count},
        given->png};
  });
}

void add_table() {
  struct Options {
    std::string campaign, unit, format;
  };
  auto given = options<Options>();
  auto* table = app_.add_subcommand("table", "the official table (统计表)");
  table->add_option("--campaign", given->campaign, "its id")->required();
  table->add_option("--unit", given->unit, "a unit's subtree only");
  table->add_option("--format", given->format, "json or csv")
      ->required()
      ->check(CLI::IsMember({"json", "csv"}));
  table->callback([this, given] {
    command_ = PrintTable{data_, {given->campaign}, {given->unit}, given->format == "csv"};
  });
}

void add_user() {
  auto* user = group("user", "people who sign in");
  struct Options {
    std::string name, display_name, role, unit;
    bool generate = false;
  };
  auto given = options<Options>();
  auto* add = user->add_subcommand(
      "add", "add a user; the password is asked for, or read as one line from stdin");
  add->add_option("--name", given->name, "to sign in with")->required();
  add->add_option("--display-name", given->display_name, "shown on pages; the name if left out");
  add->add_option("--role", given->role,
                  "if left out, administrator for the first user and viewer for others")
      ->check(CLI::IsMember({"administrator", "reviewer", "reporter", "viewer"}));
  add->add_option("--unit", given->unit, "whose subtree a reporter fills in");
  add->add_flag("--generate-password", given->generate, "make one and print it, once");
  add->callback([this, given] {
    command_ = AddUser{data_,
                       given->name,
                       given->display_name,
                       given->role.empty() ? std::nullopt : parse_role(given->role),
                       {given->unit},
                       given->generate};
  });
}

CLI::App app_{"Keqian 科签: the bureau of a science week", "keqian-bureau"};
std::string data_;
std::optional<Command> command_;
};  // namespace

}  // namespace keqian::bureau

ParsedArguments parse_arguments(int argc, const char* const* argv) {
  return Grammar().parse(argc, argv);
}

}  // namespace keqian::bureau
