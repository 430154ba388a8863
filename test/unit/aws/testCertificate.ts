/** A self-signed certificate for `bedrock.test` and this computer, of no use anywhere else; valid for a hundred years. */
export const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBrjCCAVWgAwIBAgIULpDpIb/QIia1hE0Ti5tVMuQ2S38wCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMYmVkcm9jay50ZXN0MCAXDTI2MTEyMTAzMzk0OFoYDzIxMjYx
MDI4MDMzOTQ4WjAXMRUwEwYDVQQDDAxiZWRyb2NrLnRlc3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQ5Vsjj37jGM6Pa6mKheJJcuhri7cw/8kG+HK7C2S7FTgf9
JXuco8kNxValSAgN9l6IwpIbZp35HjhxAoC7tG2Zo30wezAdBgNVHQ4EFgQUui/G
1ugqUCp4ykWpuL4PQecUivQwHwYDVR0jBBgwFoAUui/G1ugqUCp4ykWpuL4PQecU
ivQwDwYDVR0TAQH/BAUwAwEB/zAoBgNVHREEITAfggxiZWRyb2NrLnRlc3SCCWxv
Y2FsaG9zdIcEfwAAATAKBggqhkjOPQQDAgNHADBEAiB7XUfMAC1/s38lLyEicwD9
fGrcKaMgs0iuH5GKTssM4wIgYnpETknH9tpcBRdDWv1kakbZdg8cV0KuoEMcavPK
AVg=
-----END CERTIFICATE-----
`;

/** Its key, which protects nothing. */
export const TEST_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjrUuzu7Hq1AQDt9A
jYHjJxM0lbNMa2PnpJG0n13YKMChRANCAAQ5Vsjj37jGM6Pa6mKheJJcuhri7cw/
8kG+HK7C2S7FTgf9JXuco8kNxValSAgN9l6IwpIbZp35HjhxAoC7tG2Z
-----END PRIVATE KEY-----
`;
