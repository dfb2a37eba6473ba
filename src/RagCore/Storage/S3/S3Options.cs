using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>A bucket, of AWS or of anything that speaks its protocol, in place of the folder of ingested documents.</summary>
public sealed class S3Options
{
    public const string SectionName = "Storage:S3";

    /// <summary>Gets or sets the bucket. Without one, ingested documents are kept in a folder below <c>Storage:DataPath</c>.</summary>
    public string? Bucket { get; set; }

    /// <summary>Gets or sets the address of the service, such as <c>https://minio.example.com:9000</c>. AWS when not set. Over plain http documents and readers cross the network in the clear.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets or sets the region, such as <c>eu-central-1</c>. Required unless an endpoint is set; then <c>us-east-1</c> is signed for when nothing else is said.</summary>
    public string? Region { get; set; }

    /// <summary>Gets or sets what the keys of all documents begin with, as a path. None by default.</summary>
    public string? Prefix { get; set; }

    /// <summary>Gets or sets the id of the access key. Without one, credentials are taken from where AWS's own tools take them: the environment, a profile, the machine's role.</summary>
    public string? AccessKey { get; set; }

    /// <summary>Gets or sets the secret of the access key. Never sent, only signed with.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Gets or sets whether the bucket stands in the path of addresses and not in the host. When not set, so it does where an endpoint is set.</summary>
    public bool? ForcePathStyle { get; set; }

    /// <summary>Gets or sets how long one use may take, with all its tries. 30 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how often the serving process lists the bucket. 20 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(20);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class S3OptionsValidator() : AnnotatedOptionsValidator<S3Options>(S3Options.SectionName);
