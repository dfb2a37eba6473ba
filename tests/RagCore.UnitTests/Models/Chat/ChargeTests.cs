using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.TestKit.Models;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

public sealed class ChargeTests : IDisposable
{
    private readonly ChatStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task What_the_provider_counts_is_charged_exactly()
    {
        _stage.Add(new ChatModelOptions { Name = "model", InputPrice = 0.15m, OutputPrice = 0.6m }, [ChatStage.Says("Thirty days."), new ChatStep.Usage(1_234, 56)]);

        await ChatStage.ReadAsync(_stage.Build(), _stage.Call());

        Assert.Equal([new ModelCharge("model", ModelPurpose.Answer, 1_234, 56, 0.0002187m, IsEstimated: false)], _stage.Charges);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_no_provider_counts_is_estimated(bool countsZero)
    {
        ChatStep[] script = [ChatStage.Says(new string('a', 400)), .. countsZero ? [new ChatStep.Usage(0, 0)] : Array.Empty<ChatStep>()];
        _stage.Add("model", script);

        await ChatStage.ReadAsync(_stage.Build(), _stage.Call());

        var charge = Assert.Single(_stage.Charges);
        Assert.Equal((100, true), (charge.OutputTokens, charge.IsEstimated));
        Assert.InRange(charge.InputTokens, 8, 16);
        Assert.Equal(((charge.InputTokens * 3m) + (100 * 15m)) / 1_000_000, charge.Cost);
    }

    [Fact]
    public async Task What_the_provider_counts_again_with_every_piece_is_charged_once()
    {
        var heard = _stage.Listen(out var listener);
        using var _ = listener;
        _stage.Add("model", [ChatStage.Says("Thirty "), new ChatStep.Usage(100, 1), ChatStage.Says("days."), new ChatStep.Usage(100, 3)]);

        await ChatStage.ReadAsync(_stage.Build(), _stage.Call());

        var charge = Assert.Single(_stage.Charges);
        Assert.Equal((100, 3, false), (charge.InputTokens, charge.OutputTokens, charge.IsEstimated));
        Assert.Contains(heard, line => line.StartsWith("gen_ai.client.token.usage 100 ", StringComparison.Ordinal));
        Assert.Contains(heard, line => line.StartsWith("gen_ai.client.token.usage 3 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_count_that_no_call_can_have_does_not_break_the_sums()
    {
        _stage.Add(new ChatModelOptions { Name = "model", InputPrice = 1_000_000, OutputPrice = 1_000_000 }, [ChatStage.Says("x"), new ChatStep.Usage(long.MaxValue, long.MaxValue)]);
        var client = _stage.Build();

        await ChatStage.ReadAsync(client, _stage.Call());
        await ChatStage.ReadAsync(client, _stage.Call());

        Assert.InRange(_stage.Charges.Sum(charge => charge.InputTokens + charge.OutputTokens), 4, 1_000_000_000);
    }

    [Fact]
    public async Task A_cut_stream_is_charged_for_what_was_written()
    {
        _stage.Add("model", [new ChatStep.Usage(50, 1), ChatStage.Says(new string('a', 80)), ChatStage.Fails(ModelFault.Cut)]);

        await Assert.ThrowsAnyAsync<Exception>(() => ChatStage.ReadAsync(_stage.Build(), _stage.Call()));

        var charge = Assert.Single(_stage.Charges);
        Assert.Equal((50, 20, true), (charge.InputTokens, charge.OutputTokens, charge.IsEstimated));
    }

    [Fact]
    public async Task A_reader_who_leaves_is_charged_for_what_was_written()
    {
        _stage.Add("model", [ChatStage.Says(new string('a', 80)), ChatStage.Says("more")]);

        await foreach (var _ in _stage.Build().GetStreamingResponseAsync(ChatStage.Question, _stage.Call()))
        {
            break;
        }

        Assert.Equal(20, Assert.Single(_stage.Charges).OutputTokens);
    }

    [Theory]
    [InlineData(nameof(ModelFault.RateLimited), 0)]
    [InlineData(nameof(ModelFault.ServerFailed), 0)]
    [InlineData(nameof(ModelFault.TimedOut), 8)]
    [InlineData(nameof(ModelFault.Invalid), 8)]
    public async Task A_call_that_reached_its_provider_is_charged_once_and_one_refused_at_the_door_costs_nothing(string fault, long atLeast)
    {
        _stage.Add("model", [ChatStage.Fails(Enum.Parse<ModelFault>(fault))]);

        await Assert.ThrowsAnyAsync<Exception>(() => ChatStage.ReadAsync(_stage.Build(), _stage.Call()));

        var charge = Assert.Single(_stage.Charges);
        Assert.True(atLeast == 0 ? charge.InputTokens == 0 && charge.Cost == 0 : charge.InputTokens >= atLeast && charge.Cost > 0);
    }

    [Fact]
    public async Task A_call_that_reached_nobody_is_not_charged()
    {
        _stage.Add("model", [ChatStage.Fails(ModelFault.Unreachable)]);

        await Assert.ThrowsAnyAsync<Exception>(() => ChatStage.ReadAsync(_stage.Build(), _stage.Call()));

        Assert.Empty(_stage.Charges);
    }

    [Fact]
    public async Task The_account_is_not_shown_to_the_provider()
    {
        var model = _stage.Add("model", [ChatStage.Says("x")]);

        await ChatStage.ReadAsync(_stage.Build(), _stage.Call());

        Assert.Null(model.Calls[0].Options!.AdditionalProperties);
    }

    [Fact]
    public async Task A_model_is_asked_only_for_what_it_takes()
    {
        var model = _stage.Add(new ChatModelOptions { Name = "model", MaxOutputTokens = 100, StructuredOutput = false }, [ChatStage.Says("x")]);
        var options = _stage.Call();
        (options.MaxOutputTokens, options.ResponseFormat) = (5_000, ChatResponseFormat.Json);

        await ChatStage.ReadAsync(_stage.Build(), options);

        Assert.Equal((100, null), (model.Calls[0].Options!.MaxOutputTokens, model.Calls[0].Options!.ResponseFormat));
    }

    [Theory]
    [InlineData("abcd", 5)]
    [InlineData("休暇は三十日", 9)]
    public void A_token_is_about_four_bytes_in_any_script(string text, long tokens)
        => Assert.Equal(tokens, TokenEstimate.OfRequest([new ChatMessage(ChatRole.User, text)], null));
}
