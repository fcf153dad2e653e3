#pragma once
#include "access/access_settings.hpp"
#include "daemon/http_settings.hpp"
#include "jobs/policy.hpp"
#include "launch/launch_settings.hpp"
#include "operation/access_log.hpp"
#include "rest/call.hpp"
#include "settings/settings.hpp"
#include "store/open_store.hpp"

namespace vespa::uws {

/// What the configuration file says beside [server] (ServerOptions). Each room has its own table and reads it
/// itself; this only puts them together.
struct Configuration {
    Policy policy;          ///< [limits]
    StoreSettings store;    ///< [store]
    LaunchSettings launch;  ///< [launcher]
    HttpSettings http;      ///< [http]
    LogSettings log;        ///< [log]
    AccessSettings access;  ///< [access]
    OpusSettings opus;      ///< [opus]
};

/// Reads every table of the file. Throws BadSetting for what is wrong or unknown.
Configuration read_configuration(Settings const& settings);

}  // namespace vespa::uws
