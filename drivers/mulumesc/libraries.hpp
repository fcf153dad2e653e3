#pragma once
#include <filesystem>
#include <vector>

#include "mulumesc/bands/band_finder.hpp"
#include "mulumesc/continuum/continuum.hpp"
#include "mulumesc/ingest/source.hpp"
#include "mulumesc/match/library.hpp"
#include "shell/program.hpp"

namespace vespa::mulumesc_driver {

/// All spectra of a source as a library, their bands found. \throws BadInput for a continuum or a search that
/// its axis cannot have
mulumesc::Library library_of(mulumesc::SpectrumSource& source, std::string const& title,
                             mulumesc::ContinuumChoice const& continuum, mulumesc::BandSearch const& search);

/// A library that write_library() stored, with its bands, or spectra in any form that --spectra takes, whose
/// bands are found now. \param files  gets all files read \throws BadInput, AgreedError
mulumesc::Library read_any_library(std::filesystem::path const& file,
                                   mulumesc::ContinuumChoice const& continuum,
                                   mulumesc::BandSearch const& search,
                                   std::vector<std::filesystem::path>& files);

/// Stores a library that all ranks have alike. \collective
void store_library(shell::Run& run, mulumesc::Library const& library, std::filesystem::path const& path);

}  // namespace vespa::mulumesc_driver
