#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "settings/settings.hpp"
#include "store/store.hpp"

namespace vespa::uws {

/// Where jobs are kept: the [store] of the configuration file.
struct StoreSettings {
    bool shared = false;             ///< PostgreSQL, for several servers; else a file of this server's own
    std::string database;            ///< of PostgreSQL, as libpq takes it
    std::string server;              ///< name of this server among those that share the database
    std::chrono::seconds lease{30};  ///< see Fleet
};

/// Reads `kind` ("sqlite", "postgresql"), `database`, `server` (the machine's name) and `lease`. Throws
/// BadSetting.
StoreSettings read_store_settings(Settings const& settings);

/// Opens the store, jobs.db in `data` or the database. Throws StoreError.
std::unique_ptr<Store> open_store(StoreSettings const& settings, std::filesystem::path const& data);

}  // namespace vespa::uws
