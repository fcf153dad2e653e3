#include "server_process.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <fstream>
#include <stdexcept>

#include "launch/unique_fd.hpp"

namespace vespa::uws::benchmark {
namespace {

namespace fs = std::filesystem;

cpu_set_t usable_cores() {
    static cpu_set_t const at_start = [] {
        cpu_set_t set;
        ::sched_getaffinity(0, sizeof set, &set);
        return set;
    }();
    return at_start;
}

cpu_set_t one_core(bool last) {
    cpu_set_t const usable = usable_cores();
    cpu_set_t chosen;
    CPU_ZERO(&chosen);
    int found = -1;
    for (int core = 0; core < CPU_SETSIZE; ++core)
        if (CPU_ISSET(core, &usable) && (last || found < 0)) found = core;
    CPU_SET(found, &chosen);
    return chosen;
}

std::string read_line(int fd) {
    std::string line;
    for (char c = 0; ::read(fd, &c, 1) == 1 && c != '\n';)
        line += c;
    return line;
}

}  // namespace

void take_the_last_core() {
    cpu_set_t const core = one_core(true);
    ::sched_setaffinity(0, sizeof core, &core);
}

fs::path ServerProcess::folder(std::string const& name) {
    return fs::path(VESPA_BINARY_DIR) / "benchmarks" / ("data_" + name + "_" + std::to_string(::getpid()));
}

ServerProcess::ServerProcess(std::string const& name, std::vector<std::string> const& options)
    : options_(options), data_(folder(name)) {
    start();
}

ServerProcess::~ServerProcess() {
    stop();
    std::error_code ignored;
    fs::remove_all(data_, ignored);
}

double ServerProcess::start() {
    fs::path const build = VESPA_BINARY_DIR;
    std::vector<std::string> words = {(build / "bin" / "vespa-uwsd").string(),
                                      "--listen",
                                      "127.0.0.1:0",
                                      "--data",
                                      data_.string(),
                                      "--codes",
                                      (build / "share" / "vespa-hpc" / "diagnostic").string()};
    words.insert(words.end(), options_.begin(), options_.end());
    std::vector<char*> argv;
    for (auto& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    UniqueFd const out(ends[0]);
    UniqueFd in(ends[1]);
    cpu_set_t const core = one_core(false);
    auto const begin = std::chrono::steady_clock::now();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::sched_setaffinity(0, sizeof core, &core);
        ::dup2(in.get(), STDOUT_FILENO);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    in.reset();
    std::string const line = read_line(out.get());
    std::chrono::duration<double> const taken = std::chrono::steady_clock::now() - begin;
    std::size_t const at = line.find("127.0.0.1:");
    if (at == std::string::npos) throw std::runtime_error("vespa-uwsd did not start: " + line);
    port_ = static_cast<std::uint16_t>(std::stoi(line.substr(at + 10)));
    return taken.count();
}

void ServerProcess::stop() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

double ServerProcess::cpu_seconds() const {
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return 0;
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double ServerProcess::resident() const {
    std::ifstream file("/proc/" + std::to_string(pid_) + "/statm");
    double size = 0, resident = 0;
    file >> size >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

}  // namespace vespa::uws::benchmark
