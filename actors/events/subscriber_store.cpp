#include "actors/events/subscriber_store.hpp"

namespace smartfin {

subscriber_store::subscriber_store(const service_deps& deps, const std::string& subjects,
                                   event_intake::effect apply, std::function<void()> finish)
    : writer_store(deps, subjects),
      cursors(make_sql_event_cursors(session)),
      intake(*cursors, *deps.keys, std::move(apply), std::move(finish)) {}

}  // namespace smartfin
