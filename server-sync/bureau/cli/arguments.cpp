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
Every command needs --data DIR, the bureau's data folder, and works beside a running server; those
that only read work on a folder that may not be written. COMMAND --help says what a command prints.
Exit status: 0 success, 1 a stated failure, 2 wrong usage.)";

// What the commands print, each in its own help.
constexpr const char* kServeOutput = R"(
Prints "listening on URL" and, while nobody has signed in yet, the link for the first administrator.
Kiosks and browsers must reach the bureau by https, except on this very machine. So listening to
others takes --tls-certificate and --tls-key, or --behind-proxy where a proxy does TLS; and a
listening address that is not one (0.0.0.0) or a proxy takes --public-url too.)";
constexpr const char* kImportOutput = R"(
Prints "created|updated|unchanged ID STARTS ENDS". Reading a file again updates names, units, venues
and activities and keeps the period that the campaign has, unless --starting is given, or the file
names other days than before and nobody was counted yet. With --starting in another year than the
file's, that year in the campaign's name follows.)";
constexpr const char* kCampaignListOutput = R"(
--json   [{"id","number","name","theme","unit","starts","ends","due","form"}]
Otherwise lines of ID, STARTS, ENDS and NAME with tabs between them.)";
constexpr const char* kVenueListOutput = R"(
--json   [{"id","name","kind","unit","unit_name"}]
Otherwise lines of ID, KIND and NAME with tabs between them.)";
constexpr const char* kConfigurationOutput = R"(
Writes FILE, the message of PROTOCOL.md section 7, with the pass keys of the venue's campaigns, and
prints VENUE and NAME. The file is not signed: hand it over as you would a key.)";
constexpr const char* kCodeOutput = R"(
Line 1 the code, line 2 the QR's whole text where the bureau's address is known.
--json   {"code","enrolment","venue","venue_name","expires_utc_ms"})";
constexpr const char* kPinResetOutput = R"(
For staff who have forgotten their PIN: their kiosk's PIN page, “忘记密码”, shows 8 digits. Prints the
10 digits to tell them. Be sure that it is the staff who ask. The audit log says who made it.
--json   {"code","kiosk"})";
constexpr const char* kKioskListOutput = R"(
--json   [{"id","name","venue","venue_name","last_seen_utc_ms","pending","quarantined",
           "complete_to","camera","version","clock_offset_ms","revoked","refused_items",
           "incarnations_pending_review","persons_pending_review"}]
Otherwise lines of ID, VENUE, LAST SEEN and NAME with tabs between them.)";
constexpr const char* kKioskRevokeOutput = R"(
Prints the kiosk's id. What it has sent stays in the sums; what it has not sent stays on it. It knew
the campaign's pass key: see campaign new-pass-key.)";
constexpr const char* kPassKeyOutput = R"(
Prints the new key's id. Kiosks get it with their next contact. Passes made before stay valid, with
--valid-until only before that hour: let people fetch new ones until then.)";
constexpr const char* kPassRevokeOutput = R"(
Prints the pass's number. Kiosks refuse it from their next contact on; what it has counted stays.)";
constexpr const char* kPassOutput = R"(
One pass text a line, valid for the campaign's whole period; with --png DIR also DIR/PASS.png.
Nothing is printed before all of it is made and written down.)";
constexpr const char* kTableOutput = R"(
--format json   {"campaign","unit","cells":[{"number","group","label","unit_of_measure",
                  "automatic","manual","value","state"}]}; people are integers, money decimal
                  strings, null where there is none; state is value, zero, none or unfilled
--format csv    the same columns for a spreadsheet program, in the words of --language; "-" is
                  "does not exist", an empty field not filled yet
--format xlsx   the form as printed, on A4 with room for the seal; needs --output. It names the fonts
                of official documents, and says on standard error what is free in their place)";
constexpr const char* kAuditOutput = R"(
Prints the whole log as csv: sequence, time, who, action, subject, detail, chain. Each entry's chain
is recomputed from the one before; where one does not follow, somebody has changed the log: nothing
after it is printed, and the exit status is 1.)";
constexpr const char* kParcelOutput = R"(
Takes in what a kiosk without a network has written (keqian-kiosk carry), as if it had sent it, and
writes the signed answers for it beside FILE, or into the --answers folder. Taking a file in twice
changes nothing. Prints "KIOSK complete to #N, R refused" and the path of the answers' file; exit
status 1 where the kiosk's request itself was refused.)";
constexpr const char* kBackupOutput = R"(
Writes a data folder of its own, of one moment, beside a running server too: the database and the
bureau's key. Keep it as you would a key, on another disk. Prints the folder once all of it is there
for good; a copy that was cut short is no backup, and restore says so.)";
constexpr const char* kRestoreOutput = R"(
Makes the data folder, a new one, the bureau of the backup. Then serve from it at the same address:
kiosks send again by themselves what it does not have. What people did at the bureau since then is
not in it and has to be done again: figures by hand, revoked passes and kiosks, kiosks enrolled.
Everybody signs in again, and enrolment codes are made again. Prints the folder.)";
constexpr const char* kUserOutput = R"(
Prints the password where --generate-password made one.)";

std::optional<BusinessDate> date_of(const std::string& text) {
  return text.empty() ? std::nullopt : BusinessDate::parse(text);
}

const CLI::Validator kIsDate(
    [](std::string& text) {
      return BusinessDate::parse(text) ? std::string{}
                                       : "'" + text + "' is not a day as YYYY-MM-DD";
    },
    "DATE");

// "YYYY-MM-DDTHH:MM" at the venues; empty where it is none.
std::optional<UtcMs> moment_of(const std::string& text) {
  constexpr std::string_view kShape = "YYYY-MM-DDTHH:MM";
  constexpr std::size_t kHour = 11;
  constexpr std::size_t kMinute = 14;
  if (text.size() != kShape.size() || text[kHour - 1] != 'T' || text[kMinute - 1] != ':')
    return std::nullopt;
  const auto date = BusinessDate::parse(text.substr(0, kHour - 1));
  const auto two_digits = [&text](std::size_t at) {
    int value = -1;
    std::from_chars(text.data() + at, text.data() + at + 2, value);
    return value;
  };
  const auto hour = two_digits(kHour);
  const auto minute = two_digits(kMinute);
  if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return date->start_utc_ms() + hour * kMsPerHour + minute * 60 * kMsPerSecond;
}

const CLI::Validator kIsMoment(
    [](std::string& text) {
      return moment_of(text) ? std::string{} : "'" + text + "' is not a time as YYYY-MM-DDTHH:MM";
    },
    "TIME");

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
    app_.add_option("--data", data_, "the bureau's data folder (always needed)")->type_name("DIR");
    app_.set_version_flag("--version", KEQIAN_VERSION);
    app_.require_subcommand(1);
    app_.footer(kFooter);
    add_serve();
    add_campaign();
    add_venue();
    add_kiosk();
    add_pass();
    add_table();
    add_audit();
    add_import();
    add_backup();
    add_user();
    let_data_stand_anywhere(app_);
  }

  ParsedArguments parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
      // Looked at last, so that a mistyped command is named first.
      if (data_.empty()) throw CLI::RequiredError("--data");
      return {std::move(command_), 0};
    } catch (const CLI::Success& request) {  // --help, --version
      app_.exit(request, std::cout, std::cerr);
      return {std::nullopt, 0};
    } catch (const CLI::ParseError& error) {
      std::cerr << "keqian-bureau: " << fault(error) << " (see " << command_words() << " --help)\n";
      return {std::nullopt, kWrongUsage};
    }
  }

 private:
  // The innermost command that was understood.
  const CLI::App& innermost() const {
    const CLI::App* command = &app_;
    while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
    return *command;
  }
  std::string command_words() const {
    std::string words = app_.get_name();
    for (const CLI::App* command = &app_; !command->get_subcommands().empty();) {
      command = command->get_subcommands().front();
      words += ' ' + command->get_name();
    }
    return words;
  }
  // CLI11 says "A subcommand is required" whether there was none or one that it does not know.
  std::string fault(const CLI::ParseError& error) const {
    const auto& command = innermost();
    const auto choices = command.get_subcommands({});
    if (choices.empty()) return error.what();
    for (const auto& word : app_.remaining(true)) {
      if (!word.starts_with('-')) return "there is no command '" + word + "' here";
    }
    std::string names;
    for (const auto* choice : choices) names += (names.empty() ? "" : ", ") + choice->get_name();
    return "a command is missing: one of " + names;
  }
  static void let_data_stand_anywhere(CLI::App& app) {
    for (auto* command : app.get_subcommands({})) {
      command->fallthrough();
      let_data_stand_anywhere(*command);
    }
  }
  CLI::App* group(const char* name, const char* description) {
    auto* made = app_.add_subcommand(name, description)->require_subcommand(1);
    made->footer("");
    return made;
  }
  // The options of one command, alive as long as the grammar.
  template <typename T>
  std::shared_ptr<T> options() {
    return std::make_shared<T>();
  }

  void add_serve() {
    struct Options {
      std::string listen, certificate, key, public_url;
      bool behind_proxy = false;
    };
    auto given = options<Options>();
    auto* serve = app_.add_subcommand("serve", "run the bureau's server");
    serve->footer(kServeOutput);
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
                     "address that kiosks and browsers use, if it is another")
        ->type_name("URL");
    serve->add_flag("--behind-proxy", given->behind_proxy,
                    "plain HTTP here, TLS at a proxy that alone reaches this address");
    serve->callback([this, given] {
      ServeOptions out;
      out.data_directory = data_;
      parse_listen(given->listen, out.host, out.port);
      out.tls_certificate = given->certificate;
      out.tls_key = given->key;
      out.public_url = given->public_url;
      out.behind_proxy = given->behind_proxy;
      command_ = out;
    });
  }

  void add_campaign() {
    auto* campaign = group("campaign", "campaigns (活动周)");
    struct Options {
      std::string file, starting, ending;
    };
    auto given = options<Options>();
    auto* from_file =
        campaign->add_subcommand("import", "read a campaign file; again to update it");
    from_file->footer(kImportOutput);
    from_file->add_option("FILE", given->file, "TOML, as in assets/campaigns")->required();
    auto* starting = from_file->add_option("--starting", given->starting,
                                           "move the campaign so that it starts on DATE");
    starting->check(kIsDate);
    from_file
        ->add_option("--ending", given->ending, "its last day, where the notice leaves it open")
        ->check(kIsDate)
        ->needs(starting);
    from_file->callback([this, given] {
      command_ =
          ImportCampaign{data_, given->file, date_of(given->starting), date_of(given->ending)};
    });
    auto json = options<bool>();
    auto key_of = options<ChangePassKey>();
    auto* key = campaign->add_subcommand("new-pass-key", "make new passes with another key");
    key->footer(kPassKeyOutput);
    key->add_option("--campaign", key_of->campaign.value, "its id")->required();
    auto until = options<std::string>();
    key->add_option("--valid-until", *until, "when passes made before end, Beijing time")
        ->check(kIsMoment);
    key->callback([this, key_of, until] {
      key_of->data = data_;
      if (!until->empty()) key_of->valid_until = *moment_of(*until);
      command_ = *key_of;
    });
    auto* list = campaign->add_subcommand("list", "the campaigns of this bureau");
    list->footer(kCampaignListOutput);
    list->add_flag("--json", *json, "as JSON");
    list->callback([this, json] { command_ = ListCampaigns{data_, *json}; });
  }

  void add_venue() {
    auto* venue = group("venue", "venues (场馆)");
    auto given = options<ListVenues>();
    auto* list = venue->add_subcommand("list", "the venues of a campaign");
    list->footer(kVenueListOutput);
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
    configuration->footer(kConfigurationOutput);
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
    code->footer(kCodeOutput);
    auto* subject = code->add_option_group("kiosk")->require_option(1);
    subject->add_option("--venue", given->venue.value, "where the new kiosk will stand");
    subject->add_option("--kiosk", given->kiosk.value, "this kiosk gets another key by it");
    code->add_option("--url", given->url, "address of this bureau, as kiosks reach it");
    code->add_flag("--json", given->json, "as JSON");
    code->callback([this, given] {
      given->data = data_;
      command_ = *given;
    });
    add_pin_reset_code(*kiosk);
    auto json = options<bool>();
    auto* list = kiosk->add_subcommand("list", "the kiosks of this bureau");
    list->footer(kKioskListOutput);
    list->add_flag("--json", *json, "as JSON");
    list->callback([this, json] { command_ = ListKiosks{data_, *json}; });
    auto lost = options<RevokeKiosk>();
    auto* revoke = kiosk->add_subcommand("revoke", "take nothing more from a kiosk that is lost");
    revoke->footer(kKioskRevokeOutput);
    revoke->add_option("ID", lost->kiosk.value, "the kiosk's id")->required();
    revoke->callback([this, lost] {
      lost->data = data_;
      command_ = *lost;
    });
  }

  void add_pin_reset_code(CLI::App& kiosk) {
    auto given = options<MakePinResetCode>();
    auto* reset = kiosk.add_subcommand(
        "pin-reset-code", "a code with which a kiosk's staff choose a new PIN, without a network");
    reset->footer(kPinResetOutput);
    reset->add_option("--kiosk", given->kiosk.value, "the kiosk's id")->required();
    reset->add_option("--number", given->number, "the 8 digits that its PIN page shows")
        ->required();
    reset->add_flag("--json", given->json, "as JSON");
    reset->callback([this, given] {
      given->data = data_;
      command_ = *given;
    });
  }

  void add_pass() {
    auto* pass = group("pass", "passes (入场码)");
    struct Options {
      std::string campaign, category, png;
      int persons = 1, count = 1;
    };
    auto given = options<Options>();
    auto stolen = options<RevokePass>();
    auto* revoke = pass->add_subcommand("revoke", "let a pass count no more");
    revoke->footer(kPassRevokeOutput);
    revoke->add_option("PASS", stolen->pass, "the pass's text")->required();
    revoke->callback([this, stolen] {
      stolen->data = data_;
      command_ = *stolen;
    });
    auto* issue = pass->add_subcommand("issue", "make passes, badges and group passes");
    issue->footer(kPassOutput);
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
      std::string campaign, unit, format, language = "zh";
      std::filesystem::path file;
    };
    auto given = options<Options>();
    auto* table = app_.add_subcommand("table", "the official table (统计表)");
    table->footer(kTableOutput);
    table->add_option("--campaign", given->campaign, "its id")->required();
    table->add_option("--unit", given->unit, "a unit's subtree only");
    table->add_option("--format", given->format, "json, csv or xlsx")
        ->required()
        ->check(CLI::IsMember({"json", "csv", "xlsx"}));
    table->add_option("--output", given->file, "where to write it; if left out, standard output")
        ->type_name("FILE");
    table->add_option("--language", given->language, "of the csv's heads and states: zh or en")
        ->check(CLI::IsMember({"zh", "en"}));
    table->callback([this, given] {
      if (given->format == "xlsx" && given->file.empty())
        throw CLI::RequiredError("--output, which --format xlsx needs,");
      command_ =
          PrintTable{data_,
                     {given->campaign},
                     {given->unit},
                     given->format == "csv"    ? TableFormat::kCsv
                     : given->format == "xlsx" ? TableFormat::kXlsx
                                               : TableFormat::kJson,
                     given->language == "en" ? TableLanguage::kEnglish : TableLanguage::kChinese,
                     given->file};
    });
  }

  void add_audit() {
    auto* audit = group("audit", "the log of who did what (审计记录)");
    auto* whole = audit->add_subcommand("export", "check the log and print it");
    whole->footer(kAuditOutput);
    whole->callback([this] { command_ = ExportAudit{data_}; });
  }

  void add_import() {
    auto given = options<ImportParcel>();
    auto* command = app_.add_subcommand("import", "take in a file that a kiosk has written");
    command->footer(kParcelOutput);
    command->add_option("FILE", given->file, "keqian-….to-bureau")->required();
    command->add_option("--answers", given->answers_folder, "where the answers for the kiosk go")
        ->type_name("FOLDER");
    command->callback([this, given] {
      given->data = data_;
      command_ = *given;
    });
  }

  void add_backup() {
    auto made = options<BackUp>();
    auto* backup = app_.add_subcommand("backup", "copy the bureau, as it is now, to a new folder");
    backup->footer(kBackupOutput);
    backup->add_option("--to", made->folder, "the new folder")->type_name("FOLDER")->required();
    backup->callback([this, made] {
      made->data = data_;
      command_ = *made;
    });
    auto taken = options<Restore>();
    auto* restore = app_.add_subcommand("restore", "make a bureau of a backup");
    restore->footer(kRestoreOutput);
    restore->add_option("--from", taken->folder, "what backup wrote")
        ->type_name("FOLDER")
        ->required();
    restore->callback([this, taken] {
      taken->data = data_;
      command_ = *taken;
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
    add->footer(kUserOutput);
    add->add_option("--name", given->name, "to sign in with")->required();
    add->add_option("--display-name", given->display_name, "shown on pages; the name if left out");
    add->add_option("--role", given->role,
                    "if left out, administrator for the first user and viewer for others")
        ->check(CLI::IsMember({"administrator", "reviewer", "reporter", "viewer"}));
    add->add_option("--unit", given->unit, "whose subtree a reporter fills in; needed for one");
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
};

}  // namespace

ParsedArguments parse_arguments(int argc, const char* const* argv) {
  return Grammar().parse(argc, argv);
}

}  // namespace keqian::bureau
