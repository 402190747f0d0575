#include "tests/support/reliability.h"

#include <cstdlib>
#include <fstream>

#include "server-sync/wire/json.h"

namespace keqian::test {

void note_survived(const SurvivedFault& survived) {
  const char* file = std::getenv("KEQIAN_RELIABILITY");
  if (file == nullptr) return;
  std::ofstream(file, std::ios::app) << Json::object({{"fault", survived.fault},
                                                      {"done", survived.done},
                                                      {"runs", survived.runs},
                                                      {"counted", survived.counted},
                                                      {"lost", survived.lost},
                                                      {"doubled", survived.doubled}})
                                            .dump()
                                     << "\n";
}

}  // namespace keqian::test
