#pragma once
#include <string>
#include <vector>

namespace vespa::uws {

/// How values are written into a text, so that none can become more than a value.
enum class TextFormat {
    argument,  ///< an element of argv: as it is
    text,      ///< as it is, but without control characters, so within its line
    namelist,  ///< Fortran: texts in apostrophes, doubled inside; .true. and .false.; lists with commas
    json       ///< JSON (and YAML's flow style): quoted and escaped texts, plain numbers, lists in brackets
};

/// A file that is written for each job before it runs, from lines with placeholders for its values. A line
/// that names a parameter without value and default is left out whole.
struct InputTemplate {
    std::string file;      ///< plain name
    bool in_work = false;  ///< lies in the working directory itself, else in the job's in/ beside it (../in/)
    TextFormat format = TextFormat::text;
    std::vector<std::string> lines;
};

/// "text", "namelist", "json".
std::string format_name(TextFormat format);

}  // namespace vespa::uws
