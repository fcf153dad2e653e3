#pragma once
#include <filesystem>
#include <memory>

#include "lbl/lines/isotopologue.hpp"
#include "lbl/lines/partition/partition_sum.hpp"

namespace vespa::lbl {

/// The partition sum of an isotopologue from a file, by what the file is:
///  - a folder of HDF5 groups as TIPS is handed on, partition_function/MOLECULE/ISOTOPOLOGUE/pf_data_0000
///  with
///    datasets temp (K) and q (.h5, .hdf5);
///  - states of ExoMol (.states, .states.bz2), summed directly; trusted where states above the highest would
///  add
///    less than about 1e-6: up to c2 E_highest / (14 + ln of their number) K;
///  - levels of diatomic molecules (first line "vespa-levels 1"), summed directly, or tables among them;
///  - else a text of two columns, T in K and Q; '#' begins a remark. ExoMol's .pf is such.
/// A sum that at 296 K is not that of the isotopologue, to 2 %, is refused: files exist that number
/// isotopologues otherwise than HITRAN, or leave out weights of nuclear spin. Local. \throws BadInput (of an
/// HDF5 file: parallel::AgreedError) that names file and line
std::unique_ptr<PartitionSum> read_partition_sum(std::filesystem::path const& path,
                                                 Isotopologue const& isotopologue);

}  // namespace vespa::lbl
