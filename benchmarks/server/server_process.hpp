#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace vespa::uws::benchmark {

/// A vespa-uwsd of the build tree on a free loopback port, bound to the first of the cores that we may use;
/// the load runs on the last one. Its data lie beside this program, on whatever disk the build tree is on.
class ServerProcess {
  public:
    /// Starts it and waits until it takes requests. Throws std::runtime_error. \param name of the data folder
    explicit ServerProcess(std::string const& name, std::vector<std::string> const& options = {});
    /// Ends it; the data folder is removed.
    ~ServerProcess();
    ServerProcess(ServerProcess const&) = delete;
    ServerProcess& operator=(ServerProcess const&) = delete;

    /// Ends it and leaves its data.
    void stop();
    /// \return seconds from exec to the line that says it takes requests
    double start();

    std::uint16_t port() const { return port_; }
    std::filesystem::path const& data() const { return data_; }
    /// Processor time of all its threads so far, s.
    double cpu_seconds() const;
    /// Resident memory, bytes.
    double resident() const;

    static std::filesystem::path folder(std::string const& name);

  private:
    std::vector<std::string> options_;
    std::filesystem::path data_;
    pid_t pid_ = -1;
    std::uint16_t port_ = 0;
};

/// Binds this thread to the last core that we may use.
void take_the_last_core();

}  // namespace vespa::uws::benchmark
