#include "store/open_store.hpp"

#include <unistd.h>

#include <array>

#include "store/postgres_store.hpp"
#include "store/sqlite_store.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

std::string name_of_machine() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

}  // namespace

StoreSettings read_store_settings(Settings const& settings) {
    StoreSettings store;
    store.shared = settings.word("kind", "sqlite", {"sqlite", "postgresql"}) == "postgresql";
    if (!store.shared) {
        for (char const* const key : {"database", "server", "lease"})
            if (settings.has(key)) settings.refuse(key, "belongs to kind = \"postgresql\"");
        settings.finish();
        return store;
    }
    store.database = settings.text("database", "");
    if (store.database.empty())
        settings.refuse("database", "must say which, such as \"host=/run/postgresql dbname=vespa\"");
    if (store.database.find("password=") != std::string::npos)
        settings.refuse("database", "holds a password; name a file of passwords instead: passfile=FILE");
    store.server = settings.text("server", name_of_machine());
    if (store.server.empty() || store.server.size() > 200) settings.refuse("server", "must be a name");
    store.lease = settings.duration("lease", store.lease, 1s, 1h);
    settings.finish();
    return store;
}

std::unique_ptr<Store> open_store(StoreSettings const& settings, std::filesystem::path const& data) {
    if (settings.shared) return std::make_unique<PostgresStore>(settings.database, settings.server);
    return std::make_unique<SqliteStore>(data / "jobs.db");
}

}  // namespace vespa::uws
