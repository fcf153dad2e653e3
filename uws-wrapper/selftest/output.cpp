#include "selftest/output.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "selftest/digest.hpp"

namespace vespa::selftest {
namespace {

constexpr std::size_t chunk = 1 << 20;

void demand(bool done, std::string const& file) {
    if (!done) throw std::runtime_error(file + ": cannot be read or written");
}

std::string now_text() {
    auto const now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

std::string escaped(std::string const& text) {
    std::string result;
    for (char const letter : text)
        switch (letter) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '\r':
                result += "&#13;";
                break;
            default:
                result += letter;
        }
    return result;
}

}  // namespace

void note_start() {
    note("started " + now_text() + " " + std::to_string(::getpid()));
}

void note(std::string const& line) {
    std::ofstream file("result.txt", std::ios::app);
    file << line << '\n';
    demand(bool(file.flush()), "result.txt");
}

void echo(std::string const& query) {
    std::ofstream file("result.vot");
    file << "<?xml version=\"1.0\"?>\n"
            "<VOTABLE version=\"1.3\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n"
            "  <RESOURCE type=\"results\">\n"
            "    <INFO name=\"QUERY_STATUS\" value=\"OK\"/>\n"
            "    <TABLE>\n"
            "      <FIELD name=\"query\" datatype=\"unicodeChar\" arraysize=\"*\"/>\n"
            "      <DATA><TABLEDATA><TR><TD>"
         << escaped(query)
         << "</TD></TR></TABLEDATA></DATA>\n"
            "    </TABLE>\n"
            "  </RESOURCE>\n"
            "</VOTABLE>\n";
    demand(bool(file.flush()), "result.vot");
}

void write_blob(std::uint64_t bytes) {
    constexpr std::size_t period = 251,
                          whole = chunk / period * period;  // so that chunks join without a seam
    std::vector<char> pattern(whole);
    for (std::size_t i = 0; i < whole; ++i)
        pattern[i] = static_cast<char>(i % period);
    std::ofstream file("blob", std::ios::binary);
    for (std::uint64_t left = bytes; left > 0 && file;) {
        auto const count = std::min<std::uint64_t>(left, whole);
        file.write(pattern.data(), static_cast<std::streamsize>(count));
        left -= count;
    }
    demand(bool(file.flush()), "blob");
}

std::string sha256_of(std::string const& name) {
    std::ifstream file(name, std::ios::binary);
    demand(bool(file), name);
    Digest digest;
    std::vector<char> buffer(chunk);
    while (file.read(buffer.data(), chunk) || file.gcount() > 0)
        digest.add({buffer.data(), static_cast<std::size_t>(file.gcount())});
    return digest.finish();
}

void report(std::string const& file, int done, int total) {
    auto const temporary = file + ".tmp";
    std::ofstream out(temporary);
    out << "{\"fraction\":" << double(done) / total << ",\"done\":" << done << ",\"total\":" << total
        << ",\"phase\":\"waiting\",\"message\":\"report " << done << " of " << total << "\"}\n";
    demand(bool(out.flush()), temporary);
    out.close();
    demand(std::rename(temporary.c_str(), file.c_str()) == 0, file);
}

}  // namespace vespa::selftest
