// Every resource, asked by everybody: the list is the router's own, so that none is forgotten.
#include "rest/service.hpp"

#include "access/secrets.hpp"
#include "rest/routes.hpp"
#include "uws-wrapper/jobs/jobs_fixture.hpp"

namespace vespa::uws {
namespace {

using http::Method;

constexpr std::array all_methods = {Method::get, Method::head, Method::post, Method::put, Method::del};

/// Nothing is kept beyond the test, and no provider is there to be asked.
class NoRecords : public Records {
  public:
    std::vector<Record> load() override { return {}; }
    void write(std::span<RecordChange const>) override {}
};
class NoFetcher : public Fetcher {
  public:
    void fetch(Fetch, std::function<void(Fetched)>) override { FAIL() << "nobody is to be asked"; }
};

class Recorder : public http::Reply::Target {
  public:
    void send(http::Response&& response) override { status = response.status; }
    void on_hang_up(std::function<void()>) override {}
    std::shared_ptr<http::Stream::Target> open_stream(http::Response&& head) override {
        status = head.status;
        return nullptr;
    }
    int status = 0;
};

struct Asked {
    Rule rule;
    std::string pattern, target;
};

class Everything : public JobsTest {
  protected:
    /// \param guests whether any are taken \param owner of the one job that there is
    void open(bool guests, std::map<std::string, std::vector<std::string>> code_groups,
              std::string const& owner = "ada") {
        Job job;
        job.id = id;
        job.code = "example";
        job.owner = owner;
        job.phase = Phase::completed;
        job.created = now();
        job.parameters = {{"text", "words", false, ""}};
        make({job});
        AccessSettings settings;
        settings.guests = guests;
        settings.code_groups = std::move(code_groups);
        settings.admins = {"root"};
        settings.operators = {"olga"};
        for (std::string const name : {"ada", "carl", "bob", "olga", "root"})
            settings.users.push_back({name,
                                      fingerprint("token of " + name),
                                      {name == "bob" ? std::string("others") : std::string("modellers")}});
        service.reset();
        access.emplace(settings, records, fetcher,
                       [this](std::function<void()> task) { loop.post(std::move(task)); });
        service.emplace(Service({*jobs, codes, *access, base, now(), aside, root}));
    }

    /// Every resource that the router knows, as one would ask for it.
    std::vector<Asked> everything() const {
        std::vector<Asked> all;
        for (Route const& route : routes())
            for (std::string const list : {"rest/example", "example/async"}) {
                std::string target = "/" + std::string(route.pattern);
                bool const lists = target.find("{list}") != std::string::npos;
                if (!lists && list != "rest/example") continue;
                auto const put = [&](std::string const& word, std::string const& what) {
                    for (auto at = target.find(word); at != std::string::npos; at = target.find(word))
                        target.replace(at, word.size(), what);
                };
                put("{list}", list);
                put("{code}", "example");
                put("{job}", id);
                put("{name}", route.rule == Rule::entity ? id + "_out" : "text");
                if (route.rule == Rule::entity) target += "?ID=" + id + "_out";
                all.push_back({route.rule, std::string(route.pattern), target});
            }
        return all;
    }

    /// \param who nobody if empty. \return the status of the answer
    int ask(std::string const& who, Method method, std::string const& target) {
        http::Request request;
        request.method = method;
        request.target = target;
        request.peer = "192.0.2.1";
        request.headers = {{"Host", "localhost"}};
        if (!who.empty()) request.headers.push_back({"Authorization", "Bearer token of " + who});
        auto const recorder = std::make_shared<Recorder>();
        service->handle(std::move(request), http::Reply(recorder));
        until([&] { return recorder->status != 0; });
        return recorder->status;
    }

    std::string const id = std::string(32, 'a');
    NoRecords records;
    NoFetcher fetcher;
    PublicBase const base{"", true};
    Aside aside{loop, 1};
    std::optional<Access> access;
    std::optional<Service> service;
};

bool is_about_a_code(Rule rule) {
    return rule == Rule::code || rule == Rule::job || rule == Rule::entity;
}

bool is_about_a_job(Rule rule) {
    return rule == Rule::job || rule == Rule::entity;
}

bool is_refused(int status) {
    return status == 401 || status == 403;
}

/// What is asked by an entity's id can only be read, whoever asks.
int unless_not_allowed(Asked const& one, Method method, int status) {
    bool const reads = method == Method::get || method == Method::head;
    return one.rule == Rule::entity && !reads ? 405 : status;
}

/// Also a job of one's own, made while one was in the group, and one of a guest, made while everybody could.
TEST_F(Everything, OfAGuardedCodeIsRefusedToOtherGroups) {
    for (std::string const owner : {"ada", "bob", ""}) {
        open(true, {{"example", {"modellers"}}}, owner);
        for (Asked const& one : everything())
            for (Method const method : all_methods) {
                if (!is_about_a_code(one.rule)) continue;
                EXPECT_EQ(ask("bob", method, one.target), unless_not_allowed(one, method, 403)) << one.target;
                EXPECT_EQ(ask("", method, one.target), unless_not_allowed(one, method, 401)) << one.target;
                if (one.rule == Rule::entity) continue;
                EXPECT_EQ(ask("bob", method, one.target + "/"), 403) << one.target;
            }
        ASSERT_NE(jobs->table().find_any(id), nullptr);
        EXPECT_EQ(job(id).phase, Phase::completed);
        EXPECT_FALSE(job(id).delete_requested);
    }
}

TEST_F(Everything, BelowAJobIsRefusedToOthers) {
    open(true, {});
    for (Asked const& one : everything())
        for (Method const method : all_methods) {
            if (!is_about_a_job(one.rule)) continue;
            EXPECT_EQ(ask("carl", method, one.target), unless_not_allowed(one, method, 403)) << one.target;
            EXPECT_EQ(ask("", method, one.target), unless_not_allowed(one, method, 401)) << one.target;
        }
    ASSERT_NE(jobs->table().find_any(id), nullptr);
    EXPECT_EQ(job(id).phase, Phase::completed);
    EXPECT_FALSE(job(id).delete_requested);
}

TEST_F(Everything, IsRefusedToGuestsWhereNoneAreTaken) {
    open(false, {});
    for (Asked const& one : everything())
        for (Method const method : all_methods) {
            int const status = ask("", method, one.target);
            if (one.rule == Rule::open)
                EXPECT_NE(status, 403) << one.target;
            else
                EXPECT_EQ(status, 401) << one.target;
        }
}

TEST_F(Everything, OfOperatorsIsRefusedToUsers) {
    open(true, {});
    int of_operators = 0;
    for (Asked const& one : everything())
        for (Method const method : all_methods) {
            if (one.rule == Rule::user) {
                EXPECT_EQ(ask("", method, one.target), 401) << one.target;
            }
            if (one.rule != Rule::operators && one.rule != Rule::monitors) continue;
            ++of_operators;
            EXPECT_EQ(ask("ada", method, one.target), 403) << one.target;
            EXPECT_EQ(ask("", method, one.target), 401) << one.target;
        }
    EXPECT_GT(of_operators, 0);
}

TEST_F(Everything, IsShownToWhomItBelongs) {
    open(false, {{"example", {"modellers"}}});
    for (Asked const& one : everything())
        for (std::string const who : {"ada", "olga", "root"}) {
            int const status = ask(who, Method::get, one.target);
            bool const staff = one.rule == Rule::operators || one.rule == Rule::monitors;
            EXPECT_EQ(is_refused(status), staff && who == "ada") << who << " " << one.target;
            EXPECT_LT(status, 500) << who << " " << one.target;
        }
}

TEST_F(Everything, OfAJobIsChangedByItsOwnerAndItsOperators) {
    open(true, {});
    std::string const url = "/rest/example/" + id;
    for (std::string const child :
         {"/parameters", "/parameters/text", "/destruction", "/executionduration"}) {
        EXPECT_EQ(ask("olga", Method::put, url + child), 403) << child;
        EXPECT_EQ(ask("olga", Method::post, url + child), 403) << child;
        EXPECT_NE(ask("root", Method::post, url + child), 403) << child;
    }
    EXPECT_EQ(ask("olga", Method::del, url), 303);
    EXPECT_TRUE(jobs->table().find_any(id) == nullptr || job(id).delete_requested);
}

}  // namespace
}  // namespace vespa::uws
