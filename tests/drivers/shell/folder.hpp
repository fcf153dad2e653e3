#pragma once
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace vespa::shell::testing {

/// A folder of its own that goes with its owner.
class Folder {
  public:
    Folder() {
        auto name = (std::filesystem::temp_directory_path() / "vespa-shell-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~Folder() {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;

    std::filesystem::path operator/(std::string const& name) const { return path_ / name; }

    std::filesystem::path write(std::string const& name, std::string const& text) const {
        std::ofstream(path_ / name) << text;
        return path_ / name;
    }
    std::string read(std::string const& name) const {
        std::ifstream in(path_ / name);
        return {std::istreambuf_iterator<char>(in), {}};
    }

  private:
    std::filesystem::path path_;
};

}  // namespace vespa::shell::testing
