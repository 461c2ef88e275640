//! Every limit, one struct a room, default and reason beside it. Passed in, never a global.

/// Limits of reading text.
#[derive(Clone, Copy, Debug)]
pub struct TextLimits {
    /// Findings kept: the worst, then the first in the text; the rest are counted. A person reads the first few; a
    /// thousand is room for a report.
    pub diagnostics: usize,
    /// Bytes of one text. Spans are 32-bit offsets.
    pub bytes: u64,
    /// `$INCLUDE` inside `$INCLUDE`. BIND allows 20 levels; nobody nests deeper on purpose.
    pub include_depth: u16,
    /// Files of one zone, the first included; spans hold 16 bits and keep one value for "nowhere".
    pub files: u16,
    /// Records that all `$GENERATE`s of a zone may make: an IPv4 /12 of reverse names.
    pub generated: u64,
    /// Bytes that a fix writes in place of one `$GENERATE`: some hundred lines, which a person still reads.
    pub expanded: usize,
    /// Records that one fix changes; more are no slip of the pen.
    pub mended: usize,
    /// Bytes behind an opening parenthesis or quote, over several lines, in which it is closed. Longer is what nobody
    /// closed: 65,535 octets of RDATA, one a line with a comment of a hundred characters, are less. A single line may be
    /// longer.
    pub entry: usize,
    /// Lines inside a parenthesis that look like entries themselves, once it is longer than some kilobytes. BIND, Knot and
    /// NSD read to the end of the file; of a real record only the type lists of NSEC and CSYNC have such lines, and
    /// with all types there are, three a line, they have some forty.
    pub entry_lines: usize,
    /// Words of an entry. 65,535 octets of RDATA are 131,070 when each hexadecimal digit stands alone.
    pub entry_words: usize,
    /// Bytes of a part of a text that several workers read: its records fill one block of a zone's builder and begin no
    /// second. Changes no result.
    pub part: usize,
}

impl TextLimits {
    /// What holds where nothing else is said.
    pub const DEFAULT: Self = Self {
        diagnostics: 1_000,
        bytes: u32::MAX as u64 - 1,
        include_depth: 20,
        files: 4_096,
        generated: 1 << 20,
        expanded: 32 << 10,
        mended: 256,
        entry: 8 << 20,
        entry_lines: 1_000,
        entry_words: 150_000,
        part: 288 << 10,
    };
    /// Bytes of a text that the page's editor holds. CodeMirror copes with more; the browser's storage does not.
    pub const EDITOR_BYTES: u32 = 2 << 20;
    /// Bytes that a packed file may unpack to in the page: half of what the worker's memory addresses with text and zone
    /// side by side, and far above any zone's. A file of a megabyte can unpack to a thousand.
    pub const UNPACKED_BYTES: u32 = 1 << 30;
    /// Characters of a link that shares a project: browsers take more, mail and chat programs cut.
    pub const LINK_BYTES: u32 = 64 << 10;
    /// Changes of the page's forms that can be taken back: more than anybody remembers.
    pub const UNDO_STEPS: usize = 100;
}

impl Default for TextLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Bounds of one zone's secondary: what a SOA may ask of us, and how often a NOTIFY may make us look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondaryLimits {
    /// Seconds; REFRESH 0 must not become a busy loop. Knot's lower bound.
    pub min_refresh_s: u32,
    /// Four weeks, as BIND.
    pub max_refresh_s: u32,
    /// Seconds; for RETRY 0.
    pub min_retry_s: u32,
    /// Two weeks, as BIND.
    pub max_retry_s: u32,
    /// Seconds; for EXPIRE 0. Knot's lower bound.
    pub min_expire_s: u32,
    /// Twenty-four weeks, as BIND: a version that old is surely wrong.
    pub max_expire_s: u32,
    /// Before any SOA is known, the wait after the first failure; it doubles.
    pub first_retry_s: u32,
    /// The longest of those waits: a zone just configured should appear soon after its primary is mended.
    pub max_first_retry_s: u32,
    /// A primary that is away is asked at RETRY, however short, only until the waits have doubled to this many seconds:
    /// a minute is soon enough for one that comes back, and spares the log.
    pub away_retry_s: u32,
    /// Of several primaries, one that failed is asked last for so many seconds; it doubles with each failure in a row.
    /// As long as a provider's interval, so that the next round begins with another.
    pub hold_s: u32,
    /// The longest of those times: the primary that was put first shall be used again soon after it is mended.
    pub max_hold_s: u32,
    /// Between two checks that NOTIFYs cause, in milliseconds; it doubles with each failure in a row.
    pub notify_spacing_ms: u64,
    /// After a NOTIFY promised a serial that no primary had, the wait before the one second look.
    pub notify_recheck_ms: u64,
    /// Milliseconds after which a refresh asks nothing more, whatever primaries and fall-backs are left: two transfers at
    /// their own bound. What is under way then still ends within [`TransferLimits`].
    pub round_ms: u64,
}

impl Default for SecondaryLimits {
    fn default() -> Self {
        Self {
            min_refresh_s: 2,
            max_refresh_s: 2_419_200,
            min_retry_s: 1,
            max_retry_s: 1_209_600,
            min_expire_s: 3,
            max_expire_s: 14_515_200,
            first_retry_s: 5,
            max_first_retry_s: 600,
            away_retry_s: 60,
            hold_s: 300,
            max_hold_s: 3_600,
            notify_spacing_ms: 1_000,
            notify_recheck_ms: 10_000,
            round_ms: 14_400_000,
        }
    }
}

/// Pace of telling other secondaries of a new version (RFC 1996 §3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnnounceLimits {
    /// Datagrams before a connection is tried. The RFC speaks of five tries; the connection is the fifth.
    pub datagrams: u32,
    /// Milliseconds to wait for the first one's answer; each further wait is twice as long.
    pub datagram_ms: u64,
    /// Milliseconds for the connection and the answer over it.
    pub stream_ms: u64,
}

impl Default for AnnounceLimits {
    fn default() -> Self {
        Self { datagrams: 4, datagram_ms: 2_000, stream_ms: 15_000 }
    }
}

/// Limits of zone content.
#[derive(Clone, Copy, Debug)]
pub struct ZoneLimits {
    /// Duplicates and outsiders listed one by one; the rest are counted.
    pub reported: usize,
    /// Versions that incremental transfers may start from, the current one counted.
    pub versions: usize,
    /// Octets of the changes kept for them; the oldest give way.
    pub journal: usize,
}

impl Default for ZoneLimits {
    fn default() -> Self {
        Self { reported: 1_000, versions: 20, journal: 16 << 20 }
    }
}

/// Bounds of verifying a signed zone, so that a hostile one costs no more than its size (KeyTrap, CVE-2023-50387).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DnssecLimits {
    /// Keys of one tag and algorithm that are tried for a signature. Knot's number; honest zones have one, seldom two.
    pub keys_per_tag: usize,
    /// Signatures over one RRset that are verified; a roll-over has two to four.
    pub signatures: usize,
    /// Tries for one RRset altogether. Unbound stops at sixteen.
    pub verifications: usize,
    /// Further iterations of NSEC3 at which names are still hashed. BIND's limit since 9.16.16; RFC 9276 wants none.
    pub iterations: u16,
}

impl Default for DnssecLimits {
    fn default() -> Self {
        Self { keys_per_tag: 3, signatures: 8, verifications: 16, iterations: 150 }
    }
}

/// Bounds of one incoming transfer. A primary that never ends is stopped by each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferLimits {
    /// Octets of all messages: a zone of 50 million records.
    pub bytes: u64,
    /// Records of the zone.
    pub records: u64,
    /// Messages; a primary that sends one record a message needs as many as records.
    pub messages: u64,
    /// Messages without a record in a row.
    pub empty_messages: u32,
    /// Difference sequences of one IXFR. Each may touch any part of the zone; above some thousands the whole zone is
    /// cheaper, and BIND, Knot and NSD keep fewer.
    pub differences: u32,
    /// Records of one IXFR that are taken whatever the zone's size.
    pub changes: u64,
    /// Records of one IXFR in percent of the zone's, where that is more. A primary that condenses nothing may repeat
    /// itself; beyond twice the zone, the zone itself is cheaper (BIND's primaries stop at 100).
    pub change_percent: u32,
    /// Milliseconds from the request to the end: two hours, as BIND.
    pub total_ms: u64,
    /// Octets that [`Self::rate_ms`] must bring, as BIND (`min-transfer-rate-in`): a primary that sends a record now and
    /// then would else hold a connection for the whole of [`Self::total_ms`].
    pub rate_bytes: u64,
    /// Milliseconds in which they must come.
    pub rate_ms: u64,
    /// Milliseconds between two messages. BIND waits an hour; a primary silent for half a minute is not coming back.
    pub idle_ms: u64,
    /// Milliseconds until a connection stands.
    pub connect_ms: u64,
    /// Milliseconds that a connection may wait for its turn, while as many as allowed are under way: enough for many
    /// zones of one primary that are all new.
    pub queue_ms: u64,
    /// Milliseconds to wait for a datagram before it is sent again.
    pub datagram_ms: u64,
    /// Datagrams sent before a query over UDP is given up.
    pub datagrams: u32,
}

impl Default for TransferLimits {
    fn default() -> Self {
        Self {
            bytes: 4 << 30,
            records: 50_000_000,
            messages: 50_000_000,
            empty_messages: 100,
            differences: 10_000,
            changes: 100_000,
            change_percent: 200,
            total_ms: 7_200_000,
            rate_bytes: 10_240,
            rate_ms: 300_000,
            idle_ms: 30_000,
            connect_ms: 10_000,
            queue_ms: 1_800_000,
            datagram_ms: 2_000,
            datagrams: 3,
        }
    }
}

/// Bounds of a catalog zone (RFC 9432).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatalogLimits {
    /// Members of one catalog: as many zones as one server keeps fresh. Each is a zone to transfer, so a catalog gone
    /// wrong must not bring millions.
    pub members: usize,
    /// Members listed in vain that are said one by one; the rest are counted.
    pub reported: usize,
}

impl Default for CatalogLimits {
    fn default() -> Self {
        Self { members: 100_000, reported: 100 }
    }
}

/// Sizes of our own answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerLimits {
    /// Octets of a datagram at most, whatever the client's EDNS offers: no fragments on any usual path (DNS flag day
    /// 2020).
    pub datagram: usize,
    /// Octets that a message of a transfer aims at: compression pointers reach no further (RFC 1035 §4.1.4).
    pub transfer_message: usize,
    /// Aliases followed inside a zone; then the client asks on, as it does where an alias leads out of the zone. Knot's
    /// number; longer chains are mistakes.
    pub aliases: usize,
    /// Further iterations of NSEC3 at which a zone's absences are still proved. Above it, hashing names would be dearer
    /// than answering; validators stop at 150 and below (RFC 9276 §3.2), RFC 5155 §10.3 allows 500 to 2048-bit keys.
    pub nsec3_iterations: u16,
}

impl Default for AnswerLimits {
    fn default() -> Self {
        Self { datagram: 1_232, transfer_message: 16_384, aliases: 5, nsec3_iterations: 500 }
    }
}

/// How many responses a network gets over UDP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimits {
    /// Responses of one kind a second to one network; 0 is no limit. NSD's number: no resolver needs as many of a kind,
    /// and a flood of ten thousand is cut to a fiftieth.
    pub per_second: u32,
    /// Of the responses held back, each so many-th is sent truncated, so that who really asks comes back over TCP; 0 is
    /// never. Every second one, as BIND, Knot and NSD have it.
    pub slip: u32,
    /// Bits of an IPv4 address that make a network: the smallest that is announced.
    pub ipv4_prefix: u8,
    /// Bits of an IPv6 address that make a network: what one customer gets (RFC 6177 §2), as BIND.
    pub ipv6_prefix: u8,
    /// Networks times kinds that are counted at a time, 32 octets each; the one idle longest gives way.
    pub buckets: usize,
    /// Whether this machine itself is limited, too.
    pub loopback: bool,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self { per_second: 200, slip: 2, ipv4_prefix: 24, ipv6_prefix: 56, buckets: 65_536, loopback: false }
    }
}

/// Limits of signing and of reading keys.
#[derive(Clone, Debug)]
pub struct TsigLimits {
    /// Seconds by which the clocks may differ, sent in every signature; what RFC 8945 §10 recommends.
    pub fudge_s: u16,
    /// Messages without a signature between two that have one (RFC 8945 §5.3.1).
    pub unsigned_between: u32,
    /// Octets of a MAC that are wanted, where the algorithm has as many (RFC 8945 §5.2.4). All of them: no server cuts
    /// its MACs unless told to. RFC 8945 §5.2.2.1's least holds whatever stands here.
    pub shortest_mac: u16,
    /// Bytes of a text that holds keys. A configuration with some hundreds of keys fits.
    pub key_text: usize,
    /// Findings about such a text.
    pub diagnostics: usize,
}

impl Default for TsigLimits {
    fn default() -> Self {
        Self { fudge_s: 300, unsigned_between: 99, shortest_mac: u16::MAX, key_text: 256 * 1024, diagnostics: 200 }
    }
}

/// Bounds of a rehearsal, so that one ends and can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RehearsalLimits {
    /// Things that happen. A day of NOTIFYs every second stays below.
    pub steps: u32,
    /// Milliseconds that a scenario may last: two years, for the longest EXPIRE and what follows.
    pub lasts_ms: u64,
    /// Versions, faults, deeds and NOTIFYs of one scenario, each.
    pub items: usize,
    /// NOTIFYs that one entry makes.
    pub notifies: u32,
    /// Octets of the text: a zone that is pasted into it may be large.
    pub text: usize,
    /// Distinct names of codes and values in a trace; the program itself has some hundreds.
    pub names: usize,
}

impl Default for RehearsalLimits {
    fn default() -> Self {
        Self { steps: 200_000, lasts_ms: 63_072_000_000, items: 1_000, notifies: 10_000, text: 8 << 20, names: 2_000 }
    }
}
