using ChatOpsBot.RagCore.Usage.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>The ledger that replicas share: lines are written with the answers, claims one after another.</summary>
internal sealed class PostgresUsageLedger(PostgresDatabase database, SchemaMigrator migrator) : IUsageLedger
{
    private const string Claim =
        "select questions, input_tokens, output_tokens, cost, open_questions, open_cost from claim_usage($1, $2, $3, $4, $5, $6, $7, $8, $9) order by i";

    public async Task<IReadOnlyList<UsageRow>> ListAsync(UsageQuery query, CancellationToken cancellationToken)
    {
        // A command asks without anything of the host having been started.
        if (!database.IsMigrated)
        {
            await migrator.MigrateAsync(cancellationToken);
        }

        NpgsqlParameter[] parameters = [Date(query.From), Date(query.To), Db.Text(query.Tenant?.Value)];
        return query.Tenant is { } tenant
            ? await database.OfTenantAsync(tenant, ListBy(query.By), parameters, ReadRowsAsync, cancellationToken)
            : await database.AcrossTenantsAsync(ListBy(query.By), parameters, ReadRowsAsync, cancellationToken);
    }

    public Task<IReadOnlyList<UsageStand>> ClaimAsync(UsageClaim claim, IReadOnlyList<UsageWindow> windows, CancellationToken cancellationToken)
        => database.AcrossTenantsAsync(
            Claim,
            [
                Db.Text(Db.Storable(claim.TurnId)), Db.Text(Db.Storable(claim.Account.Tenant.Value)), Db.Text(claim.Account.PersonKey),
                new NpgsqlParameter<decimal> { TypedValue = claim.Cost }, Db.Interval(claim.Holds),
                Db.Array([.. windows.Select(window => window.Tenant?.Value)], NpgsqlDbType.Text),
                Db.Array([.. windows.Select(window => window.PersonKey)], NpgsqlDbType.Text),
                Db.Array([.. windows.Select(window => window.From)], NpgsqlDbType.Date),
                Db.Array([.. windows.Select(window => window.To)], NpgsqlDbType.Date),
            ],
            ReadStandsAsync,
            cancellationToken);

    private static string ListBy(UsageGrouping by)
    {
        var key = by switch
        {
            UsageGrouping.Tenant => "tenant",
            UsageGrouping.Channel => "channel",
            UsageGrouping.Person => "person",
            UsageGrouping.Model => "model",
            UsageGrouping.Purpose => "purpose",
            UsageGrouping.Day => "to_char(day, 'YYYY-MM-DD')",
            _ => "''",
        };

        // A question that called models counts under each of them, one that called none under none.
        return $"""
            with picked as (
                select u.*, {key} as key from usage_lines u
                where day between $1 and $2 and ($3 is null or tenant = $3) and (line > 0 or lines = 0)),
            sums as (
                select key, sum(calls)::bigint as calls, sum(estimated_calls)::bigint as estimated,
                    sum(input_tokens)::bigint as input, sum(output_tokens)::bigint as output, sum(cost) as cost
                from picked group by key),
            turns as (
                select t.key, count(*) as questions,
                    sum((select count(*) from votes v where v.tenant = t.tenant and v.turn_id = t.turn_id and v.value = 1))::bigint as up
                from (select distinct key, tenant, turn_id from picked) t group by t.key)
            select key, questions, calls, estimated, input, output, cost, up from sums join turns using (key) order by key collate "C"
            """;
    }

    private static async Task<IReadOnlyList<UsageRow>> ReadRowsAsync(NpgsqlDataReader reader)
    {
        var rows = new List<UsageRow>();
        while (await reader.ReadAsync())
        {
            rows.Add(new UsageRow(reader.GetString(0), new UsageTotals(
                reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetDecimal(6), reader.GetInt64(7))));
        }

        return rows;
    }

    private static async Task<IReadOnlyList<UsageStand>> ReadStandsAsync(NpgsqlDataReader reader)
    {
        var stands = new List<UsageStand>();
        while (await reader.ReadAsync())
        {
            var settled = new UsageTotals(reader.GetInt64(0), 0, 0, reader.GetInt64(1), reader.GetInt64(2), reader.GetDecimal(3), 0);
            stands.Add(new UsageStand(settled, reader.GetInt64(4), reader.GetDecimal(5)));
        }

        return stands;
    }

    private static NpgsqlParameter<DateOnly> Date(DateOnly day) => new() { TypedValue = day };
}
