using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.RagCore.Models.Chat.Providers;

/// <summary>
/// Asks once more, and from then on where that helps, without what a compatible service refuses: counts of tokens at the end of a stream, or the newer
/// name of the limit on tokens.
/// </summary>
internal sealed class LenientHandler : DelegatingHandler
{
    private const string StreamOptions = "stream_options";
    private const string NewLimit = "max_completion_tokens";
    private const string OldLimit = "max_tokens";

    private volatile bool _leavesOutOptions;
    private volatile bool _usesOldLimit;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_leavesOutOptions || _usesOldLimit)
        {
            await ChangeAsync(request, cancellationToken);
        }

        var known = (_leavesOutOptions, _usesOldLimit);
        var response = await base.SendAsync(request, cancellationToken);
        while (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
        {
            var said = await ErrorBody.ReadAsync(response, cancellationToken);
            if (!Learns(said))
            {
                // The refusal had another reason, and may only have repeated words of the question.
                (_leavesOutOptions, _usesOldLimit) = known;
                response.Content = new StringContent(said);
                return response;
            }

            response.Dispose();
            await ChangeAsync(request, cancellationToken);
            response = await base.SendAsync(request, cancellationToken);
        }

        return response;
    }

    private bool Learns(string said)
    {
        var knew = (_leavesOutOptions, _usesOldLimit);
        _leavesOutOptions |= said.Contains(StreamOptions, StringComparison.Ordinal) || said.Contains("include_usage", StringComparison.Ordinal);
        _usesOldLimit |= said.Contains(NewLimit, StringComparison.Ordinal) && !said.Contains($"Use '{NewLimit}'", StringComparison.OrdinalIgnoreCase);
        return knew != (_leavesOutOptions, _usesOldLimit);
    }

    private async Task ChangeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null || JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken)) is not JsonObject body)
        {
            return;
        }

        if (_leavesOutOptions)
        {
            body.Remove(StreamOptions);
        }

        if (_usesOldLimit && body.Remove(NewLimit, out var limit))
        {
            body[OldLimit] = limit;
        }

        request.Content = new StringContent(body.ToJsonString(JsonSerializerOptions.Default), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
    }
}
