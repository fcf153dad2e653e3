#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace vespa::lbl {

/// A molecule made of certain isotopes, as far as its lines need it.
///
/// The intensities of a list contain an abundance or they do not: HITRAN's and GEISA's are those of a sample
/// of terrestrial composition, ExoMol's those of the pure isotopologue. `contained_abundance` says it, so
/// that no abundance is ever applied twice: what is wanted is multiplied by wanted / contained.
struct Isotopologue {
    int molecule_id = 0;      ///< HITRAN's number of the molecule; 0: HITRAN has none
    int isotopologue_id = 0;  ///< HITRAN's number of the isotopologue in its molecule; 0: HITRAN has none
    std::string molecule;     ///< "CO2"
    std::string name;         ///< "(16O)(12C)(18O)", isotopes in brackets
    double terrestrial_abundance = 1;  ///< share among the molecule's isotopologues on Earth
    double mass = 0;                   ///< g/mol
    double contained_abundance = 1;    ///< factor that the list's intensities contain already

    friend bool operator==(Isotopologue const&, Isotopologue const&) = default;
};

/// The isotopologues that HITRAN numbers, by molecule and number; contained_abundance is the terrestrial one.
/// Abundances and masses: HITRAN's isotopologue metadata (hitran.org/docs/iso-meta; Gordon et al. 2022, JQSRT
/// 277, 107949; abundances after De Bievre et al. 1984, J. Phys. Chem. Ref. Data 13, 809).
std::span<Isotopologue const> hitran_isotopologues();

/// Q(296 K) by TIPS-2025 (Gamache et al. 2025, doi:10.1016/j.jqsrt.2025.109568), by which a partition sum is
/// known to be that of another isotopologue; nothing where HITRAN gives none.
std::optional<double> expected_partition_sum_296(Isotopologue const& isotopologue);

/// Place in hitran_isotopologues(), nothing if HITRAN has no such isotopologue. Quick.
std::optional<std::size_t> find_isotopologue(int molecule_id, int isotopologue_id);

/// The place of the isotopologue with this name ("(12C)(16O)"), nothing if HITRAN has none.
std::optional<std::size_t> find_isotopologue(std::string const& molecule, std::string const& name);

/// HITRAN's number of a molecule, e.g. 2 for "CO2". \throws BadInput that names `where` and what is allowed
int molecule_id_of(std::string const& molecule, std::string const& where);

}  // namespace vespa::lbl
