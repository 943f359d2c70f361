#include "sandbox/selection.hpp"

#include <memory>
#include <optional>
#include <regex>

#include <sqlite3.h>

#include "sandbox/area_filter.hpp"
#include "sandbox/projection.hpp"

namespace sandbox {

namespace {

struct closer {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using database_handle = std::unique_ptr<sqlite3, closer>;
using statement_handle = std::unique_ptr<sqlite3_stmt, closer>;

statement_handle prepare(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, &tail) != SQLITE_OK) return nullptr;
    statement_handle made{statement};
    return *tail == '\0' ? std::move(made) : nullptr;
}

std::string quoted(const std::string& name) { return '"' + name + '"'; }

void bind(sqlite3_stmt* statement, int place, const value& cell) {
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
        sqlite3_bind_int64(statement, place, *whole);
    } else if (const auto* real = std::get_if<double>(&cell)) {
        sqlite3_bind_double(statement, place, *real);
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
        sqlite3_bind_text(statement, place, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
    } else {
        sqlite3_bind_null(statement, place);
    }
}

/// The attributes as a table, the row ids being the indices.
database_handle table_of(const feature_class& from) {
    sqlite3* opened = nullptr;
    sqlite3_open(":memory:", &opened);
    database_handle database{opened};
    std::string columns, places;
    for (const field& column : from.fields) {
        columns += ',' + quoted(column.name);
        places += ",?";
    }
    sqlite3_exec(opened, ("CREATE TABLE rows(sandbox_row INTEGER PRIMARY KEY" + columns + ")").c_str(), nullptr, nullptr, nullptr);
    const auto insert = prepare(opened, "INSERT INTO rows VALUES(?" + places + ")");
    sqlite3_exec(opened, "BEGIN", nullptr, nullptr, nullptr);
    for (std::size_t row = 0; row < from.features.size(); ++row) {
        sqlite3_bind_int64(insert.get(), 1, static_cast<std::int64_t>(row));
        for (std::size_t i = 0; i < from.fields.size(); ++i) bind(insert.get(), static_cast<int>(i) + 2, from.features[row].attributes[i]);
        sqlite3_step(insert.get());
        sqlite3_reset(insert.get());
    }
    sqlite3_exec(opened, "COMMIT", nullptr, nullptr, nullptr);
    return database;
}

/// A condition comes from a request: it may read and compute, nothing else.
int allow_reading(void*, int action, const char*, const char*, const char*, const char*) {
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION ? SQLITE_OK : SQLITE_DENY;
}

/// DATE '...' and TIMESTAMP '...' as milliseconds, which is how dates are kept.
std::string with_dates(const std::string& where) {
    static const std::regex literal{R"(\b(?:DATE|TIMESTAMP)\s*('[^']*'))", std::regex::icase};
    return std::regex_replace(where, literal, "(1000*unixepoch($1))");
}

bool takes_all(const std::string& where) { return where.empty() || where == "1=1" || where == "1 = 1"; }

/// For each row whether it fulfils the condition.
outcome<std::vector<bool>> fulfilled(const feature_class& from, const std::string& where) {
    std::vector<bool> taken(from.features.size(), takes_all(where));
    if (takes_all(where)) return taken;
    const database_handle database = table_of(from);
    sqlite3_set_authorizer(database.get(), allow_reading, nullptr);
    const auto query = prepare(database.get(), "SELECT sandbox_row FROM rows WHERE (" + with_dates(where) + "\n)");
    if (!query) return problem{"'where' is not valid: " + std::string{sqlite3_errmsg(database.get())}};
    int answer = sqlite3_step(query.get());
    for (; answer == SQLITE_ROW; answer = sqlite3_step(query.get())) taken[static_cast<std::size_t>(sqlite3_column_int64(query.get(), 0))] = true;
    if (answer != SQLITE_DONE) return problem{"'where' cannot be evaluated: " + std::string{sqlite3_errmsg(database.get())}};
    return taken;
}

}  // namespace

outcome<std::vector<std::size_t>> select(const feature_class& from, const selection& which) {
    const auto taken = fulfilled(from, which.where);
    if (!taken) return problem{taken.error()};
    std::optional<area_filter> filter;
    if (which.within != nullptr) {
        const auto within = project(*which.within, wgs84);
        if (!within) return problem{within.error()};
        filter.emplace(*within);
    }
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < from.features.size(); ++row) {
        if ((*taken)[row] && (!filter || filter->intersects(from.features[row].shape))) rows.push_back(row);
    }
    return rows;
}

}  // namespace sandbox
