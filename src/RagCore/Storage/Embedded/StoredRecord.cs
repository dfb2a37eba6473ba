using System.Buffers.Binary;
using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// A record as it stands in the log. The head is binary and holds all that the state in memory needs, so that a start parses no
/// JSON: type, version, time (8 bytes), subject (16 bytes), then what the type needs, then for some types a body in JSON.
/// </summary>
internal readonly ref struct StoredRecord(ReadOnlySpan<byte> payload)
{
    /// <summary>From version 2 on an accepted message says behind its keys who sent it.</summary>
    public const byte CurrentVersion = 2;
    public const int CommonSize = 26;

    /// <summary>Thread, arrival, checksum of the message id, number of keys.</summary>
    public const int AcceptedFixedSize = KeyHash.Size + 8 + 4 + 2;

    /// <summary>Key of the votes, length of what was used.</summary>
    public const int UsageFixedSize = KeyHash.Size + 4;

    /// <summary>Version, expiry, length of the name.</summary>
    public const int KeptFixedSize = 8 + 8 + 2;

    private readonly ReadOnlySpan<byte> _payload = payload;

    public RecordType Type => (RecordType)_payload[0];

    public byte Version => _payload[1];

    public long At => BinaryPrimitives.ReadInt64LittleEndian(_payload[2..]);

    /// <summary>Gets the turn, the thread (forgotten), the pair of tenant and turn (voted) or the name of a record.</summary>
    public KeyHash Subject => KeyHash.Read(_payload[10..]);

    /// <summary>Gets what follows the common head.</summary>
    public ReadOnlySpan<byte> Rest => _payload[CommonSize..];

    public KeyHash Thread => KeyHash.Read(Rest);

    public long ReceivedAt => Int64(KeyHash.Size);

    public uint MessageIdChecksum => BinaryPrimitives.ReadUInt32LittleEndian(Rest[(KeyHash.Size + 8)..]);

    public ReadOnlySpan<byte> DedupeKeys => Rest.Slice(AcceptedFixedSize, KeyCount * KeyHash.Size);

    /// <summary>Gets who sent an accepted message; null in records of the first version.</summary>
    public KeyHash? Person => Version >= 2 ? KeyHash.Read(Rest[(AcceptedFixedSize + (KeyCount * KeyHash.Size))..]) : null;

    /// <summary>Gets the attempt of a leased, retried or released turn.</summary>
    public int Attempt => BinaryPrimitives.ReadInt32LittleEndian(Rest[8..]);

    /// <summary>Gets the fencing token of a leased turn, the due time of a retried one, the platform's time of an edit, the version of a kept record.</summary>
    public long Number => Int64(0);

    /// <summary>Gets a value indicating whether a replayed turn keeps its answer.</summary>
    public bool KeepsAnswer => Rest[0] != 0;

    public KeyHash Voter => KeyHash.Read(Rest);

    public KeyHash Tenant => KeyHash.Read(Rest[KeyHash.Size..]);

    public long CastAt => Int64(2 * KeyHash.Size);

    public VoteValue Vote => (VoteValue)Rest[(2 * KeyHash.Size) + 8];

    /// <summary>Gets what the votes on an answered question are stored under.</summary>
    public KeyHash UsageVotes => KeyHash.Read(Rest);

    /// <summary>Gets what an answered question used.</summary>
    public ReadOnlySpan<byte> Usage => Rest.Slice(UsageFixedSize, UsageSize);

    /// <summary>Gets when a kept record expires; 0 for never.</summary>
    public long ExpiresAt => Int64(8);

    /// <summary>Gets the kind and the key of a kept record.</summary>
    public string RecordName => Encoding.UTF8.GetString(Rest.Slice(KeptFixedSize, RecordNameSize));

    /// <summary>Gets what stands behind the head: JSON, or the value of a kept record.</summary>
    public ReadOnlySpan<byte> Body => Type switch
    {
        RecordType.Accepted => Rest[(AcceptedFixedSize + ((KeyCount + (Version >= 2 ? 1 : 0)) * KeyHash.Size))..],
        RecordType.Edited => Rest[8..],
        RecordType.Voted => Rest[((2 * KeyHash.Size) + 9)..],
        RecordType.QuestionAnswered => Rest[(UsageFixedSize + UsageSize)..],
        RecordType.RecordKept => Rest[(KeptFixedSize + RecordNameSize)..],
        _ => Rest,
    };

    private int RecordNameSize => BinaryPrimitives.ReadUInt16LittleEndian(Rest[16..]);

    private int UsageSize => BinaryPrimitives.ReadInt32LittleEndian(Rest[KeyHash.Size..]);

    private int KeyCount => BinaryPrimitives.ReadUInt16LittleEndian(Rest[(KeyHash.Size + 12)..]);

    private long Int64(int offset) => BinaryPrimitives.ReadInt64LittleEndian(Rest[offset..]);
}
