#include "daemon/configuration.hpp"

namespace vespa::uws {

Configuration read_configuration(Settings const& settings) {
    Configuration configuration;
    settings.table("server");  // read with the command line
    configuration.policy = read_policy(settings.table("limits"));
    configuration.store = read_store_settings(settings.table("store"));
    configuration.launch = read_launch_settings(settings.table("launcher"));
    configuration.http = read_http_settings(settings.table("http"));
    configuration.log = read_log_settings(settings.table("log"));
    configuration.access = read_access(settings.table("access"));
    configuration.opus = read_opus_settings(settings.table("opus"));
    settings.finish();
    return configuration;
}

}  // namespace vespa::uws
