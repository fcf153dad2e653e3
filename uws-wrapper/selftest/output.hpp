#pragma once
#include <cstdint>
#include <string>

namespace vespa::selftest {

/// Appends "started INSTANT PID" to result.txt: a job that was started twice shows two lines.
void note_start();

/// Appends a line to result.txt.
void note(std::string const& line);

/// Writes result.vot: a VOTable of one row that holds the query, QUERY_STATUS OK.
void echo(std::string const& query);

/// Writes the file blob: byte i is i mod 251.
void write_blob(std::uint64_t bytes);

/// Lower-case hexadecimal SHA-256 of a file.
std::string sha256_of(std::string const& file);

/// Replaces the progress file by rename.
void report(std::string const& file, int done, int total);

// All throw std::runtime_error naming the file.

}  // namespace vespa::selftest
