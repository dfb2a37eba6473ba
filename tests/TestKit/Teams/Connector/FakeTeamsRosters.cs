using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>Who is in which room, given out in pages. Alice alone where nobody was named.</summary>
internal sealed class FakeTeamsRosters
{
    // Teams' tokens hold characters that must be escaped.
    private const string TokenMark = "a+b/c==";

    private readonly Dictionary<string, IReadOnlyList<TeamsMember>> _members = new(StringComparer.Ordinal);

    public void Set(string room, IReadOnlyList<TeamsMember> members) => _members[room] = members;

    /// <summary>Returns a page.</summary>
    /// <param name="room">The room.</param>
    /// <param name="query">The query of the request.</param>
    public TeamsReply Page(string room, string query)
    {
        var fields = QueryHelpers.ParseQuery(query);
        if (!int.TryParse(fields.GetValueOrDefault("pageSize"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size is < 50 or > 500)
        {
            return TeamsReply.Error(400, "BadArgument");
        }

        var token = fields.GetValueOrDefault("continuationToken").ToString();
        var start = 0;
        if (token.Length > 0
            && !(token.StartsWith(TokenMark, StringComparison.Ordinal) && int.TryParse(token[TokenMark.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out start)))
        {
            return TeamsReply.Error(403, "InvalidContinuationToken");
        }

        var members = _members.GetValueOrDefault(room) ?? [new TeamsMember("alice", FakeTeams.TenantId)];
        var body = new JsonObject { ["members"] = new JsonArray([.. members.Skip(start).Take(size).Select(member => member.ToJson())]) };
        if (start + size < members.Count)
        {
            body["continuationToken"] = string.Create(CultureInfo.InvariantCulture, $"{TokenMark}{start + size}");
        }

        return new TeamsReply(200, body);
    }
}
