#include "server-sync/bureau/store/audit_chain.h"

#include "server-sync/base/text.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {

// Each field with its length before it, so that no two entries read alike.
std::string audit_chain(std::string_view previous, const AuditEntry& entry) {
  std::string input;
  for (const auto& field :
       {std::string(previous), std::to_string(entry.sequence), std::to_string(entry.utc_ms),
        entry.who, entry.action, entry.subject, entry.detail})
    input += std::to_string(field.size()) + ":" + field;
  return hex(wire::view(wire::digest(input)));
}

}  // namespace keqian::bureau
