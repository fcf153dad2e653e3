#include "mulumesc/smoothing/image_grid.hpp"

#include <petscdmda.h>
#include <petscksp.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <string>

#include "core/parallel/transfer.hpp"

namespace vespa::mulumesc {

namespace {

using Numbers = std::vector<double>;

void need(PetscErrorCode code) {
    if (code == 0) return;
    char const* text = nullptr;
    PetscErrorMessage(code, &text, nullptr);
    throw std::runtime_error("PETSc: " + std::string(text ? text : "error " + std::to_string(code)));
}

/// PETSc for as long as it lives; quiet, and without a hand on signals and settings of the user's.
class Session {
  public:
    explicit Session(parallel::Communicator const& communicator)
        : exceptions_(std::uncaught_exceptions()), own_(communicator) {
        PETSC_COMM_WORLD = own_.view().handle();
        need(PetscOptionsSetValue(nullptr, "-skip_petscrc", "true"));
        need(PetscOptionsSetValue(nullptr, "-no_signal_handler", "true"));
        need(PetscInitializeNoArguments());
        need(PetscPushErrorHandler(PetscReturnErrorHandler, nullptr));
    }
    ~Session() {
        // A rank that fails alone must not wait for the others.
        if (std::uncaught_exceptions() > exceptions_) return;
        PetscPopErrorHandler();
        PetscFinalize();
    }
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;

  private:
    int exceptions_;
    parallel::OwnedCommunicator own_;
};

/// A PETSc object and how it is destroyed.
template <class T, PetscErrorCode (*destroy)(T*)>
class Owned {
  public:
    Owned() = default;
    ~Owned() {
        if (handle_ && std::uncaught_exceptions() == 0) destroy(&handle_);
    }
    Owned(Owned const&) = delete;
    Owned& operator=(Owned const&) = delete;
    T* make() { return &handle_; }
    operator T() const { return handle_; }

  private:
    T handle_ = nullptr;
};

/// Lines of each rank. \collective
std::vector<PetscInt> lines_of_ranks(parallel::Communicator const& communicator, Image const& image) {
    std::vector<PetscInt> const own{static_cast<PetscInt>(image.own_lines)};
    return parallel::broadcast(communicator, parallel::gather(communicator, own));
}

void put(Numbers const& from, Vec to) {
    double* values = nullptr;
    need(VecGetArrayWrite(to, &values));
    std::copy(from.begin(), from.end(), values);
    need(VecRestoreArrayWrite(to, &values));
}

}  // namespace

struct ImageGrid::Parts {
    explicit Parts(parallel::Communicator const& communicator) : session(communicator) {}

    Session session;
    Owned<DM, DMDestroy> grid;
    Owned<Vec, VecDestroy> first, second, ghosted;
    Owned<Mat, MatDestroy> curvature;
    Owned<KSP, KSPDestroy> solver;
    Window window;
    PixelBlocks const* blocks = nullptr;

    /// Brings own numbers and those of the neighbours' lines side by side.
    PetscErrorCode fill(Vec own) {
        PetscCall(DMGlobalToLocal(grid, own, INSERT_VALUES, ghosted));
        double const* values = nullptr;
        PetscCall(VecGetArrayRead(ghosted, &values));
        // The array stays where it is as long as the vector lives.
        window.values = values;
        PetscCall(VecRestoreArrayRead(ghosted, &values));
        return 0;
    }
};

namespace {

// PETSc calls these: they hand its errors on and throw nothing of their own.
PetscErrorCode curve(Mat matrix, Vec x, Vec y) {
    ImageGrid::Parts* parts = nullptr;
    PetscCall(MatShellGetContext(matrix, &parts));
    PetscCall(parts->fill(x));
    double* out = nullptr;
    PetscCall(VecGetArrayWrite(y, &out));
    parts->blocks->curve(parts->window, out);
    PetscCall(VecRestoreArrayWrite(y, &out));
    return 0;
}

PetscErrorCode precondition(PC pc, Vec r, Vec z) {
    ImageGrid::Parts* parts = nullptr;
    PetscCall(PCShellGetContext(pc, &parts));
    double const* in = nullptr;
    double* out = nullptr;
    PetscCall(VecGetArrayRead(r, &in));
    PetscCall(VecGetArrayWrite(z, &out));
    parts->blocks->precondition(in, out);
    PetscCall(VecRestoreArrayWrite(z, &out));
    PetscCall(VecRestoreArrayRead(r, &in));
    return 0;
}

}  // namespace

ImageGrid::ImageGrid(parallel::Communicator const& communicator, Image const& image)
    : parts_(std::make_unique<Parts>(communicator)) {
    auto const all = communicator.handle();
    auto& is = *parts_;
    auto const samples = static_cast<PetscInt>(image.samples);
    auto const lines = lines_of_ranks(communicator, image);
    need(DMDACreate2d(all, DM_BOUNDARY_NONE, DM_BOUNDARY_NONE, DMDA_STENCIL_STAR, samples,
                      static_cast<PetscInt>(image.lines), 1, communicator.size(),
                      static_cast<PetscInt>(image.endmembers), 1, &samples, lines.data(), is.grid.make()));
    need(DMSetUp(is.grid));
    need(DMCreateGlobalVector(is.grid, is.first.make()));
    need(VecDuplicate(is.first, is.second.make()));
    need(DMCreateLocalVector(is.grid, is.ghosted.make()));
    is.window.above = image.first_line > 0;
    is.window.below = image.first_line + image.own_lines < image.lines;
    PetscInt local = 0;
    need(VecGetLocalSize(is.first, &local));
    need(MatCreateShell(all, local, local, PETSC_DETERMINE, PETSC_DETERMINE, parts_.get(),
                        is.curvature.make()));
    need(MatShellSetOperation(is.curvature, MATOP_MULT, reinterpret_cast<void (*)(void)>(curve)));
    need(KSPCreate(all, is.solver.make()));
    need(KSPSetOperators(is.solver, is.curvature, is.curvature));
    need(KSPSetType(is.solver, KSPCG));
    need(KSPSetNormType(is.solver, KSP_NORM_NATURAL));
    need(KSPSetTolerances(is.solver, 1e-8, 0, PETSC_DEFAULT, 2000));
    PC pc = nullptr;
    need(KSPGetPC(is.solver, &pc));
    need(PCSetType(pc, PCSHELL));
    need(PCShellSetContext(pc, parts_.get()));
    need(PCShellSetApply(pc, precondition));
}

ImageGrid::~ImageGrid() = default;

Window ImageGrid::window(Numbers const& own) {
    put(own, parts_->first);
    need(parts_->fill(parts_->first));
    return parts_->window;
}

double ImageGrid::product(Numbers const& a, Numbers const& b) {
    put(a, parts_->first);
    put(b, parts_->second);
    double sum = 0;
    need(VecDot(parts_->first, parts_->second, &sum));
    return sum;
}

std::size_t ImageGrid::solve(PixelBlocks const& blocks, Numbers const& right, Numbers& x) {
    auto& is = *parts_;
    is.blocks = &blocks;
    put(right, is.first);
    need(KSPSolve(is.solver, is.first, is.second));
    double const* values = nullptr;
    need(VecGetArrayRead(is.second, &values));
    std::copy_n(values, x.size(), x.begin());
    need(VecRestoreArrayRead(is.second, &values));
    PetscInt iterations = 0;
    need(KSPGetIterationNumber(is.solver, &iterations));
    return static_cast<std::size_t>(iterations);
}

}  // namespace vespa::mulumesc
