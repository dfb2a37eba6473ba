using System.Net;
using Amazon.Runtime;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>What a fault means. Messages carry codes and never what the service wrote: that may repeat keys and signatures.</summary>
internal static class S3Faults
{
    private const int MaxCodeLength = 60;

    public static bool IsFault(Exception fault) => fault is AmazonServiceException or AmazonClientException or HttpRequestException or IOException;

    public static bool IsGone(Exception fault)
        => fault is AmazonServiceException { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" };

    /// <summary>Says whether the same request may succeed in a moment.</summary>
    public static bool IsPassing(Exception fault) => fault switch
    {
        AmazonServiceException { StatusCode: 0 } => true,
        AmazonServiceException { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } => true,
        AmazonServiceException { ErrorCode: "RequestTimeout" or "SlowDown" } => true,
        AmazonServiceException or AmazonClientException => false,
        _ => true,
    };

    public static StoreUnavailableException Of(string bucket, string use, Exception fault) => new($"The bucket {bucket} cannot take '{use}': {Reason(fault)}", fault);

    private static string Reason(Exception fault) => fault switch
    {
        AmazonServiceException { StatusCode: 0 } or HttpRequestException or IOException => $"the connection failed ({Kind(fault)}). Check {S3Options.SectionName}:Endpoint and the network.",
        AmazonServiceException { ErrorCode: "RequestTimeTooSkewed" } => "the clocks of this machine and the service differ. Set this machine's clock.",
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } refused
            => $"it was refused ({Code(refused)}). Check {S3Options.SectionName}:AccessKey and SecretKey, and that they may list the bucket and get, put and delete its objects.",
        AmazonServiceException { StatusCode: HttpStatusCode.NotFound } refused => $"there is no such bucket ({Code(refused)}). Check {S3Options.SectionName}:Bucket, Region and Endpoint.",
        AmazonServiceException refused => $"status {(int)refused.StatusCode} ({Code(refused)}).",
        _ => $"it could not be sent ({fault.GetType().Name}). Give {S3Options.SectionName}:AccessKey and SecretKey, or credentials where AWS's own tools look for them.",
    };

    private static string Kind(Exception fault)
        => (fault as HttpRequestException ?? fault.InnerException as HttpRequestException) is { HttpRequestError: var kind } ? kind.ToString() : fault.GetType().Name;

    private static string Code(AmazonServiceException refused)
        => refused.ErrorCode is { Length: > 0 and <= MaxCodeLength } code && code.All(char.IsAsciiLetterOrDigit) ? code : "no code";
}
