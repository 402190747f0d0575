#include "server-sync/bureau/store/records.h"

namespace keqian::bureau {

std::string_view name(ImportOutcome outcome) {
  switch (outcome) {
    case ImportOutcome::kCreated:
      return "created";
    case ImportOutcome::kUpdated:
      return "updated";
    case ImportOutcome::kUnchanged:
      return "unchanged";
  }
  return "";
}

std::string_view name(Role role) {
  switch (role) {
    case Role::kViewer:
      return "viewer";
    case Role::kReporter:
      return "reporter";
    case Role::kReviewer:
      return "reviewer";
    case Role::kAdministrator:
      return "administrator";
  }
  return "";
}

std::optional<Role> parse_role(std::string_view text) {
  for (const auto role : {Role::kViewer, Role::kReporter, Role::kReviewer, Role::kAdministrator})
    if (name(role) == text) return role;
  return std::nullopt;
}

}  // namespace keqian::bureau
