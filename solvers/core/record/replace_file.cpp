#include "core/record/replace_file.hpp"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace vespa::record {

void replace_file(std::filesystem::path const& path, std::string_view content) {
    auto part = path;
    part += ".part";
    auto const failed = [&](char const* what) {
        auto const reason = std::generic_category().message(errno);
        std::remove(part.c_str());
        return std::runtime_error(path.string() + ": cannot " + what + ": " + reason);
    };
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    if (!file) throw failed("be written");
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) throw failed("be written");
    if (std::rename(part.c_str(), path.c_str()) != 0) throw failed("take its name");
}

}  // namespace vespa::record
