// The command line as plain values. CLI11 is compiled once, in arguments.cpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "server-sync/base/date.h"
#include "server-sync/bureau/handlers/serve.h"
#include "server-sync/bureau/statistics/table.h"
#include "server-sync/bureau/store/desk.h"

namespace keqian::bureau {

using DataFolder = std::filesystem::path;

struct ImportCampaign {
  DataFolder data;
  std::filesystem::path file;
  std::optional<BusinessDate> starting;
  std::optional<BusinessDate> ending;
};
struct ListCampaigns {
  DataFolder data;
  bool json = false;
};
struct ListVenues {
  DataFolder data;
  CampaignId campaign;
  bool json = false;
};
struct WriteVenueConfiguration {
  DataFolder data;
  VenueId venue;
  std::filesystem::path file;
};
struct MakeEnrolmentCode {
  DataFolder data;
  VenueId venue;    // of a new kiosk, or
  KioskId kiosk;    // the one that gets another key
  std::string url;  // empty: as the server last said
  bool json = false;
};
struct MakePinResetCode {
  DataFolder data;
  KioskId kiosk;
  std::string number;  // as the kiosk's screen shows it
  bool json = false;
};
struct ListKiosks {
  DataFolder data;
  bool json = false;
};
struct RevokeKiosk {
  DataFolder data;
  KioskId kiosk;
};
struct ChangePassKey {
  DataFolder data;
  CampaignId campaign;
  UtcMs valid_until = 0;  // of passes made before; 0: as long as they say
};
struct RevokePass {
  DataFolder data;
  std::string pass;  // its text
};
struct IssuePasses {
  DataFolder data;
  PassOrder order;
  std::filesystem::path png_folder;  // empty: none
};
enum class TableFormat { kJson, kCsv, kXlsx };
struct PrintTable {
  DataFolder data;
  CampaignId campaign;
  UnitId unit;
  TableFormat format = TableFormat::kJson;
  TableLanguage language = TableLanguage::kChinese;  // of the csv
  std::filesystem::path file;                        // empty: standard output
};
struct ExportAudit {
  DataFolder data;
};
struct ImportParcel {
  DataFolder data;
  std::filesystem::path file;
  std::filesystem::path answers_folder;  // empty: beside the file
};
struct BackUp {
  DataFolder data;
  std::filesystem::path folder;
};
struct Restore {
  DataFolder data;
  std::filesystem::path folder;
};
struct AddUser {
  DataFolder data;
  std::string name;
  std::string display_name;
  std::optional<Role> role;
  UnitId unit;
  bool generate_password = false;
};

using Command = std::variant<ImportCampaign, ListCampaigns, ListVenues, WriteVenueConfiguration,
                             MakeEnrolmentCode, MakePinResetCode, ListKiosks, RevokeKiosk,
                             ChangePassKey, RevokePass, IssuePasses, PrintTable, ExportAudit,
                             ImportParcel, BackUp, Restore, AddUser, ServeOptions>;

struct ParsedArguments {
  std::optional<Command> command;  // empty: help was printed, or the usage was wrong
  int exit_status = 0;
};
ParsedArguments parse_arguments(int argc, const char* const* argv);

}  // namespace keqian::bureau
