using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.BotHost.Cli;

/// <summary>
/// <c>dead list</c> and <c>dead replay</c>: what was given up, and another chance for it. The embedded log can be opened only while no
/// process serves from it.
/// </summary>
internal static class DeadCommand
{
    private const int DefaultLimit = 100;

    public static Command Create() => new("dead", "Turns that were given up.") { List(), Replay() };

    private static Command List()
    {
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = _ => DefaultLimit };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit takes a number from 1.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Prints one JSON array." };
        var command = new Command("list", "Shows the turns that are dead, the last one first, with the cause. Shows no messages.") { limit, json };
        command.SetAction((parsed, cancellationToken) => ConsoleServices.RunOnStorageAsync(
            (services, token) => ListAsync(services, parsed.GetValue(limit), parsed.GetValue(json), token), cancellationToken));
        return command;
    }

    private static Command Replay()
    {
        var turn = new Argument<string?>("turn") { Description = "The turn's id, as the list shows it.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Replays every dead turn." };
        var command = new Command("replay", "Makes a dead turn due again. A stored answer is only delivered; an apology is replaced by an answer.") { turn, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(turn) is null != result.GetValue(all))
            {
                result.AddError("Name one turn, or all of them with --all.");
            }
        });
        command.SetAction((parsed, cancellationToken) => ConsoleServices.RunOnStorageAsync(
            (services, token) => parsed.GetValue(turn) is { } id ? ReplayAsync(services, id, token) : ReplayAllAsync(services, token), cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(IServiceProvider services, int limit, bool json, CancellationToken cancellationToken)
    {
        var dead = await services.GetRequiredService<IDeadLetters>().ListAsync(limit, cancellationToken);
        if (json)
        {
            ConsoleJson.Write(dead.Select(DeadTurn.Of).ToList());
            return 0;
        }

        foreach (var letter in dead.Select(DeadTurn.Of))
        {
            var answer = letter.HasAnswer ? "answer stored" : "no answer";
            Console.WriteLine($"{letter.DiedAt}  {letter.TurnId}  {letter.Channel}  {letter.Tenant}  attempts {letter.Attempts}  {answer}  {letter.Cause}");
        }

        Console.WriteLine(dead.Count == 1 ? "1 turn is dead." : $"{dead.Count} turns are dead.");
        return 0;
    }

    private static async Task<int> ReplayAsync(IServiceProvider services, string turnId, CancellationToken cancellationToken)
    {
        var result = await services.GetRequiredService<IDeadLetters>().ReplayAsync(turnId, cancellationToken);
        Console.WriteLine(result switch
        {
            ReplayResult.Replayed => $"{turnId} is due again.",
            ReplayResult.NotDead => $"{turnId} is not dead; nothing was changed.",
            _ => $"There is no turn {turnId}.",
        });
        return result is ReplayResult.Unknown ? 1 : 0;
    }

    private static async Task<int> ReplayAllAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var letters = services.GetRequiredService<IDeadLetters>();
        var replayed = 0;
        foreach (var letter in await letters.ListAsync(int.MaxValue, cancellationToken))
        {
            replayed += await letters.ReplayAsync(letter.TurnId, cancellationToken) is ReplayResult.Replayed ? 1 : 0;
        }

        Console.WriteLine(replayed == 1 ? "1 turn is due again." : $"{replayed} turns are due again.");
        return 0;
    }

    private sealed record DeadTurn(
        [property: JsonPropertyName("turn_id")] string TurnId,
        [property: JsonPropertyName("tenant")] string Tenant,
        [property: JsonPropertyName("channel")] string Channel,
        [property: JsonPropertyName("cause")] string Cause,
        [property: JsonPropertyName("died_at")] string DiedAt,
        [property: JsonPropertyName("attempts")] int Attempts,
        [property: JsonPropertyName("has_answer")] bool HasAnswer)
    {
        public static DeadTurn Of(DeadLetter letter) => new(
            letter.TurnId,
            letter.Tenant.Value,
            letter.Channel.ToString().ToLowerInvariant(),
            letter.Cause,
            letter.DiedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            letter.Attempts,
            letter.HasAnswer);
    }
}
