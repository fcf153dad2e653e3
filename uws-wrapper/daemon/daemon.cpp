#include "daemon/daemon.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <iostream>

#include "access/access.hpp"
#include "access/origin.hpp"
#include "access/secrets.hpp"
#include "codes/description.hpp"
#include "daemon/configuration.hpp"
#include "http/aside.hpp"
#include "http/loop.hpp"
#include "http/server.hpp"
#include "jobs/jobs.hpp"
#include "launch/local_launcher.hpp"
#include "operation/access_log.hpp"
#include "operation/operation.hpp"
#include "rest/service.hpp"
#include "store/fleet.hpp"
#include "store/open_store.hpp"
#include "store/records.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

constexpr int threads_aside = 2;      // they wait for the disk
constexpr auto patience_at_end = 5s;  // for answers that are under way

/// Every connection is a descriptor: takes all that the system grants. \return how many that is
std::size_t raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<std::size_t>(limit.rlim_cur);
}

/// Files, databases and running jobs want descriptors too: without them every answer would be an error.
http::Limits within(http::Limits limits, std::size_t descriptors) {
    std::size_t const kept = std::max(std::min<std::size_t>(256, descriptors / 2), descriptors / 8);
    limits.connections = std::clamp<std::size_t>(descriptors - kept, 1, limits.connections);
    return limits;
}

Codes read_codes(std::vector<std::filesystem::path> const& folders) {
    Codes codes;
    for (auto const& folder : folders)
        for (auto& description : read_descriptions(folder)) {
            std::string const name = description.name;
            for (auto const& warning : description.warnings)
                std::cerr << "vespa-uwsd: " << name << ": " << warning << "\n";
            if (is_reserved_name(name))
                throw BadDescription(folder.string() + ": no code can be named '" + name + "'");
            if (!codes.emplace(name, std::move(description)).second)
                throw BadDescription(folder.string() + ": the code '" + name + "' is described twice");
        }
    if (codes.empty()) throw BadDescription("there is no job description in the folders of --codes");
    return codes;
}

/// Groups for a code that is not there would guard nothing: a misspelt name must not pass.
void check_guarded_codes(AccessSettings const& access, Codes const& codes) {
    for (auto const& [code, groups] : access.code_groups)
        if (codes.find(code) == codes.end())
            throw BadSetting("[access.codes." + code + "]: there is no code of that name here");
}

/// The folder for uploads on their way, without what a server that was killed left in it.
std::filesystem::path empty_spool(std::filesystem::path const& folder) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder;
}

CoreBudget::Settings core_settings(LaunchSettings const& launch, Codes const& codes, int cores) {
    CoreBudget::Settings settings{
        .cores = cores, .patience = launch.patience, .weights = launch.weights, .at_once = {}};
    for (auto const& [name, description] : codes)
        if (description.launch.at_once > 0) settings.at_once.emplace(name, description.launch.at_once);
    return settings;
}

bool is_loopback(std::string const& address) {
    return address == "::1" || address.substr(0, 4) == "127.";
}

std::string url_of(ServerOptions const& options, std::uint16_t port) {
    if (!options.socket.empty()) return "unix:" + options.socket.string();
    bool const six = options.address.find(':') != std::string::npos;
    return "http://" + (six ? "[" + options.address + "]" : options.address) + ":" + std::to_string(port) +
           "/";
}

}  // namespace

void check(ServerOptions const& options) {
    Configuration const configuration = read_configuration(options.settings);
    Codes const codes = read_codes(options.codes);
    check_guarded_codes(configuration.access, codes);
    PublicBase const base(options.public_url, options.socket.empty() && is_loopback(options.address));
    std::cout << "vespa-uwsd: the configuration is good; codes:";
    for (auto const& [name, description] : codes)
        std::cout << " " << name;
    std::cout << std::endl;
}

void make_token() {
    std::string const token = "vespa_" + random_text(32);
    std::cout << token << "\ntoken-sha256 = \"" << fingerprint(token) << "\"" << std::endl;
}

void serve(ServerOptions const& options) {
    std::size_t const descriptors = raise_descriptor_limit();
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is an error of the write
    ::umask(027);

    Configuration const configuration = read_configuration(options.settings);
    int const local_cores = options.cores > 0 ? options.cores : usable_cores();
    int const cores = shared_cores(configuration.launch, local_cores);
    Codes const codes = read_codes(options.codes);
    check_guarded_codes(configuration.access, codes);
    PublicBase const base(options.public_url, options.socket.empty() && is_loopback(options.address));
    auto const launcher = make_launcher(configuration.launch,
                                        {.shim = options.programs / "vespa-uws-run",
                                         .mpirun = options.mpirun,
                                         .batch_script = options.scripts / "uws-batch-step"},
                                        local_cores);
    std::filesystem::create_directories(options.data);
    Loop loop;
    std::function<void(News)> tell;  // called in the loop, once there are jobs
    std::unique_ptr<Fleet> fleet;
    if (configuration.store.shared)
        fleet = std::make_unique<Fleet>(
            Fleet::Settings{configuration.store.database, configuration.store.server,
                            configuration.store.lease},
            [&loop, &tell](News news) {
                loop.post([&tell, news = std::move(news)]() mutable { tell(std::move(news)); });
            });
    auto const store = open_store(configuration.store, options.data);
    auto stored = store->load();
    SqliteRecords records(options.data / "access.db");
    auto const fetcher = make_fetcher(loop);
    Access access(configuration.access, records, *fetcher,
                  [&loop](std::function<void()> task) { loop.post(std::move(task)); });

    Jobs jobs({.loop = loop,
               .codes = codes,
               .launcher = *launcher,
               .store = *store,
               .places = {.programs = options.programs, .scripts = options.scripts, .max_ranks = cores},
               .policy = configuration.policy,
               .cores = core_settings(configuration.launch, codes, cores),
               .folders = options.data / "jobs",
               .server = configuration.store.server,
               .admission = &access.quotas()});
    tell = [&](News news) {
        jobs.take_news(std::move(news), [&fleet](std::int64_t wish) { fleet->carried_out(wish); });
    };
    jobs.recover(std::move(stored));

    Aside aside(loop, threads_aside);
    Metrics metrics;
    AccessLog log(configuration.log);
    Operation operation{metrics, {}, {}, configuration.http.accel};
    operation.trouble = [&jobs, &fleet] {
        std::string const failure = jobs.store_failure();
        return failure.empty() && fleet ? fleet->failure() : failure;
    };
    Service const service({jobs, codes, access, base, now(), aside, empty_spool(options.data / "spool"),
                           &operation, configuration.opus});
    auto const handle = [&service](http::Request&& request, http::Reply reply) {
        service.handle(std::move(request), std::move(reply));
    };
    auto const receive = [&service](http::Request const& head) { return service.receive(head); };
    auto const limits = within(configuration.http.limits, descriptors);
    auto const made =
        options.socket.empty()
            ? std::make_unique<http::Server>(loop, options.address, options.port, limits, handle, receive)
            : std::make_unique<http::Server>(loop, options.socket, limits, handle, receive);
    http::Server& server = *made;
    operation.connections = [&server] { return server.connections(); };
    server.observe([&](http::Exchange const& exchange) {
        metrics.count(exchange);
        log.write(exchange);
    });
    loop.on_signals({SIGHUP}, [&] {
        log.reopen();
        access.audit().reopen();
    });
    loop.on_signals({SIGTERM, SIGINT}, [&] {
        jobs.close();
        server.drain(patience_at_end, [&loop] { loop.stop(); });
    });
    std::string const known_as = options.public_url.empty() ? "" : ", known as " + options.public_url;
    std::cout << "vespa-uwsd: " << url_of(options, server.port()) << known_as << " (jobs share " << cores
              << " cores, data in " << options.data.string() << ")" << std::endl;
    loop.run();
}

}  // namespace vespa::uws
