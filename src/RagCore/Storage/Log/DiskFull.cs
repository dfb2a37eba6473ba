namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>Tells a full disk or a used-up quota from other failures.</summary>
internal static class DiskFull
{
    /// <summary>The error number Unix gives for a full disk.</summary>
    public const int NoSpace = 28;

    private const int QuotaOnLinux = 122;
    private const int QuotaOnMac = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static bool Caused(IOException exception)
        => exception.HResult is NoSpace or QuotaOnLinux or QuotaOnMac or WindowsDiskFull;
}
