using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.TestKit.Models;

/// <summary>How one call of the fake service goes wrong.</summary>
/// <param name="Kind">What the caller sees.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="RetryAfter">The value of <c>Retry-After</c>; null: the header is missing.</param>
/// <param name="Refused">Only calls with this word in a text go wrong; null: any.</param>
public sealed record EmbeddingServerFault(EmbeddingServerFaultKind Kind, int Status = 200, string? RetryAfter = null, string? Refused = null)
{
    public static EmbeddingServerFault RateLimited(int? seconds) => new(EmbeddingServerFaultKind.Status, 429, seconds?.ToString(CultureInfo.InvariantCulture));

    public static EmbeddingServerFault Http(int status) => new(EmbeddingServerFaultKind.Status, status);

    public static EmbeddingServerFault Of(EmbeddingServerFaultKind kind) => new(kind);

    /// <summary>Refuses calls that hold a word.</summary>
    public static EmbeddingServerFault Refusing(string word) => new(EmbeddingServerFaultKind.Status, 400, Refused: word);
}

/// <summary>What the caller of a failing call sees.</summary>
public enum EmbeddingServerFaultKind
{
    Status,
    Hang,
    Cut,
    Garbage,
    OtherJson,
    WrongCount,
    NoNumber,
    Infinite,
    Zeros,
    WrongDimensions,

    /// <summary>Not wrong: the vectors come in another order, each with its number.</summary>
    OtherOrder,
}

/// <summary>Does what a fault says.</summary>
internal static class EmbeddingServerFaults
{
    /// <summary>Answers instead of the service; false when only its vectors are to be changed.</summary>
    public static async Task<bool> AnswerAsync(HttpContext context, EmbeddingServerFault fault, IReadOnlyList<string> texts, CancellationToken stopping)
    {
        switch (fault.Kind)
        {
            case EmbeddingServerFaultKind.Status:
                context.Response.StatusCode = fault.Status;
                context.Response.Headers.RetryAfter = fault.RetryAfter;
                await context.Response.WriteAsJsonAsync(new { error = new { message = $"No: {string.Join(' ', texts)} {context.Request.Headers.Authorization}" } }, stopping);
                return true;
            case EmbeddingServerFaultKind.Hang:
                using (var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted))
                {
                    await Task.Delay(Timeout.Infinite, either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                }

                context.Abort();
                return true;
            case EmbeddingServerFaultKind.Cut:
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"object\":", stopping);
                await context.Response.Body.FlushAsync(stopping);
                context.Abort();
                return true;
            case EmbeddingServerFaultKind.Garbage:
                await context.Response.WriteAsync("<html>busy</html>", stopping);
                return true;
            case EmbeddingServerFaultKind.OtherJson:
                await context.Response.WriteAsync("{\"data\":[{\"embedding\":{}}]}", stopping);
                return true;
            default:
                return false;
        }
    }

    public static float[] Change(float[] vector, EmbeddingServerFault? fault) => fault?.Kind switch
    {
        EmbeddingServerFaultKind.NoNumber => [float.NaN, .. vector[1..]],
        EmbeddingServerFaultKind.Infinite => [float.PositiveInfinity, .. vector[1..]],
        EmbeddingServerFaultKind.Zeros => new float[vector.Length],
        EmbeddingServerFaultKind.WrongDimensions => [.. vector, 0],
        _ => vector,
    };
}
