#pragma once
#include <filesystem>
#include <string>

#include "core/record/file.hpp"
#include "core/record/votable.hpp"

namespace vespa::record {

/// Writes a group of a finished file as a VOTable: a FIELD for each dataset, in the order of their making,
/// with its unit, UCD and description; a PARAM for each text or number among the attributes of the root and
/// of the groups that hold nothing but attributes. Streams blocks of rows. \param table the group's name:
/// "rays" \throws AgreedError or BadInput where the file or the path cannot be taken, std::runtime_error for
/// a full disk. As \collective as `file` is; meant for File::open_alone().
void export_votable(File const& file, std::string const& table, std::filesystem::path const& path,
                    Overwrite overwrite, Serialization serialization);

}  // namespace vespa::record
